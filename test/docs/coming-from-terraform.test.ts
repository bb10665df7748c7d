import { execSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { habitsPage, habitsPagePath } from '../../scripts/habits-page.ts'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { writeFile } from '../rig/project.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const page = readFileSync(habitsPagePath, 'utf8')

/** The blocks of the example, in their order: files that begin with their name, and what is typed with what is seen. */
const blocks = [...page.matchAll(/^```(hcl|yaml|console)\n([^]*?)^```/gm)].map(([, kind = '', text = '']) => ({ kind, text }))

/** Lines of a console block: what is typed, and what is to be seen; `…` stands for anything. */
function typedLines(text: string): readonly { readonly command: string; readonly seen: string }[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...seen] = part.trimEnd().split('\n')
      return { command, seen: seen.join('\n') }
    })
}

function pattern(seen: string): RegExp {
  const parts = seen.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('[^]*')}$`)
}

describe('docs/coming-from-terraform.md', () => {
  it('lists the words that are known (else: node scripts/habits-page.ts)', () => expect(page).toBe(habitsPage(page)))

  it.skipIf(!hasTerraform)(withTerraform('has an example that goes as it says'), async () => {
    const folder = tempFolder()
    let commands = 0
    for (const { kind, text } of blocks) {
      const file = /^# (\S+)\n/.exec(text)?.[1]
      if (kind !== 'console' && file !== undefined) writeFile(folder, file, text)
      for (const { command, seen } of kind === 'console' ? typedLines(text) : []) {
        commands++
        if (!command.startsWith('genesis ')) {
          execSync(command, { cwd: folder, stdio: 'pipe', env: { PATH: process.env['PATH'], HOME: folder } })
          continue
        }
        const { code, out, err } = await genesis(command.split(' ').slice(1), { folder })
        const refused = seen.startsWith('error')
        expect({ command, code }, out + err).toEqual({ command, code: refused ? 3 : 0 })
        expect((refused ? err : out).trimEnd(), command).toMatch(pattern(seen))
      }
    }
    expect(commands).toBeGreaterThan(10)
  })
})
