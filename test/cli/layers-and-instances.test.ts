import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { project, writeFile } from '../rig/project.ts'

const header = 'apiVersion: genesis/v1\n'

const genesisFile = `${header}kind: Project
metadata: { name: test, id: "1234abcd" }
spec:
  defaults:
    File: { spec: { path: "out/\${environment.name}/\${resource.name}.txt", mode: "0600" } }
`

const environments = `${header}kind: Environment
metadata: { name: base }
spec: { abstract: true, variables: { regions: [eu, us], greeting: hello } }
---
${header}kind: Environment
metadata: { name: dev }
spec: { extends: [base] }
---
${header}kind: Environment
metadata: { name: prod, labels: { tier: prod } }
spec: { extends: [base], optIn: true, variables: { greeting: good evening } }
`

const system = `${header}kind: File
metadata: { name: page }
environments: [dev, prod]
forEach: \${environment.variables.regions}
spec: { content: "\${environment.variables.greeting} \${each.key}" }
---
${header}kind: File
metadata: { name: index }
dependsOn: [page]
spec:
  content: "\${resources.page.map(key, key + '=' + resources.page[key].outputs.path).join(', ')} / \${resources.page['us'].outputs.digest.startsWith('sha256')}"
  mode: "0644"
`

function shop(): string {
  return project({ 'genesis.yaml': genesisFile, 'environments/dev.yaml': environments, 'system/pages.yaml': system })
}

async function apply(folder: string, environment = 'dev'): Promise<string> {
  const { code, out, err } = await genesis(['apply', environment, '--yes'], { folder })
  return `${out}${err}exit ${code}`
}

describe('layers and instances', () => {
  it('become files, in their order, and are then unchanged', async () => {
    const folder = shop()
    expect(await apply(folder)).toContain('exit 0')
    expect(readdirSync(join(folder, 'out/dev'))).toEqual(['index.txt', 'page@eu.txt', 'page@us.txt'])
    expect(readFileSync(join(folder, 'out/dev/page@eu.txt'), 'utf8')).toBe('hello eu')
    expect(readFileSync(join(folder, 'out/dev/index.txt'), 'utf8')).toBe('eu=out/dev/page@eu.txt, us=out/dev/page@us.txt / true')
    expect([statSync(join(folder, 'out/dev/page@eu.txt')).mode & 0o777, statSync(join(folder, 'out/dev/index.txt')).mode & 0o777]).toEqual([0o600, 0o644])
    const again = await genesis(['plan', 'dev', '--detailed-exitcode'], { folder })
    expect(again.code, again.out + again.err).toBe(0)
  })

  it('leave an environment that is optIn to those that name it', async () => {
    const folder = shop()
    expect(await apply(folder, 'prod')).toContain('exit 0')
    expect(readdirSync(join(folder, 'out/prod'))).toEqual(['page@eu.txt', 'page@us.txt'])
    expect(readFileSync(join(folder, 'out/prod/page@us.txt'), 'utf8')).toBe('good evening us')
  })

  it('take away what has lost its key, and add what has a new one', async () => {
    const folder = shop()
    await apply(folder)
    writeFile(folder, 'environments/dev.yaml', environments.replace('regions: [eu, us]', 'regions: [us, ap]'))
    const { out } = await genesis(['plan', 'dev'], { folder })
    expect(out).toContain('dev/page@ap')
    expect(await apply(folder)).toContain('exit 0')
    expect(readdirSync(join(folder, 'out/dev'))).toEqual(['index.txt', 'page@ap.txt', 'page@us.txt'])
    expect(readFileSync(join(folder, 'out/dev/index.txt'), 'utf8')).toContain('ap=out/dev/page@ap.txt')
  })

  it('read instances of another environment as they were applied', async () => {
    const folder = shop()
    writeFile(
      folder,
      'system/reader.yaml',
      `${header}kind: File
metadata: { name: reader }
environments: [dev]
spec: { content: "\${environments.prod.resources.page['eu'].outputs.path} \${size(environments.prod.resources.page)}" }
`,
    )
    expect(await apply(folder)).toContain('dev/reader reads prod/page@eu, which was never applied')
    await apply(folder, 'prod')
    expect(await apply(folder)).toContain('exit 0')
    expect(readFileSync(join(folder, 'out/dev/reader.txt'), 'utf8')).toBe('out/prod/page@eu.txt 2')
  })

  it('plan one instance as a target', async () => {
    const { code, out, err } = await genesis(['plan', 'dev', 'page@us'], { folder: shop() })
    expect(code, err).toBe(0)
    expect(out).toContain('dev/page@us')
    expect(out).not.toContain('dev/page@eu')
  })

  it('say that an instance has no such output before anything runs', async () => {
    const folder = shop()
    writeFile(folder, 'system/x.yaml', `${header}kind: File\nmetadata: { name: x }\nspec: { content: "\${resources.page['eu'].outputs.url}" }\n`)
    expect(await apply(folder)).toContain('dev/page@eu has no output "url"')
  })
})
