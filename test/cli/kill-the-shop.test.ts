import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'

const root = join(import.meta.dirname, '../..')

describe.skipIf(!hasTerraform)(withTerraform('the script that kills the shop'), () => {
  it('sees it recovered and finished', { timeout: 180_000 }, async () => {
    const child = spawn(process.execPath, [join(root, 'scripts/kill-the-shop.ts'), join(root, 'src/cli/main.ts')], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    const [code] = (await once(child, 'close')) as [number | null]
    expect(code, said).toBe(0)
    expect(said).toContain('Killed: Terraform was making dev/database, and goes on by itself.')
    expect(said).toMatch(/run \S+ \(apply\) did not end: /)
    expect(said).toContain('The shop is as declared')
  })
})
