import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { project, writeFile } from '../rig/project.ts'
import { seen } from './seen.ts'

const header = 'apiVersion: genesis/v1\n'

const genesisFile = `${header}kind: Project
metadata: { name: test, id: "1234abcd" }
spec:
  defaults:
    File: { spec: { template: "templates/\${resource.name}.conf", path: "out/\${environment.name}/\${resource.name}.conf" } }
`

const system = `${header}kind: File
metadata: { name: app }
spec: {}
---
${header}kind: File
metadata: { name: port }
spec: { template: null, content: "\${environment.variables.port}80" }
`

const template = `# the port of \${environment.name}; this is no expression: $\${HOME}
listen \${environment.variables.port}
upstream \${resources.port.outputs.path}
hosts \${["a", "b"].map(
  host, host + '.' + environment.name).join(' ')}
`

const files = {
  'genesis.yaml': genesisFile,
  'environments/dev.yaml': `${header}kind: Environment\nmetadata: { name: dev }\nspec: { variables: { port: 80 } }\n`,
  'system/app.yaml': system,
  'templates/app.conf': template,
}

function templated(more: Readonly<Record<string, string>> = {}): string {
  return project({ ...files, ...more })
}

/** What is said of a template with that text. */
async function said(text: string): Promise<string> {
  return seen(['validate'], { folder: templated({ 'templates/app.conf': text }) })
}

describe('a File with a template', () => {
  it('holds its text with the expressions evaluated, after what it reads, and is then unchanged', async () => {
    const folder = templated()
    const { code, err } = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(code, err).toBe(0)
    expect([...err.matchAll(/^dev\/(\w+): created/gm)].map(([, name]) => name)).toEqual(['port', 'app'])
    expect(readFileSync(join(folder, 'out/dev/app.conf'), 'utf8')).toBe(
      '# the port of dev; this is no expression: ${HOME}\nlisten 80\nupstream out/dev/port.conf\nhosts a.dev b.dev\n',
    )
    expect((await genesis(['plan', 'dev', '--detailed-exitcode'], { folder })).code).toBe(0)
    writeFileSync(join(folder, 'templates/app.conf'), 'listen 81\n')
    const { out } = await genesis(['plan', 'dev'], { folder })
    expect(out).toContain('- listen 80')
    expect(out).toContain('+ listen 81')
  })

  it.each([
    ['one expression that gives a number', '${environment.variables.port}', '80'],
    ['no expression', 'plain\r\n', 'plain\r\n'],
    ['nothing', '', ''],
  ])('may be %s', async (_, text, content) => {
    const folder = templated({ 'templates/app.conf': text })
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    expect(readFileSync(join(folder, 'out/dev/app.conf'), 'utf8')).toBe(content)
  })

  it('may be another one for each environment and instance', async () => {
    const folder = templated({
      'system/app.yaml': `${header}kind: File
metadata: { name: app }
forEach: [eu, us]
spec: { template: "../templates/\${environment.name}-\${each.key}.conf" }
`,
      'templates/dev-eu.conf': 'europe ${each.key}\n',
      'templates/dev-us.conf': 'america ${each.key}\n',
    })
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    expect(['eu', 'us'].map((key) => readFileSync(join(folder, `out/dev/app@${key}.conf`), 'utf8'))).toEqual(['europe eu\n', 'america us\n'])
  })

  it('makes a saved plan stale when it is edited', async () => {
    const folder = templated()
    await genesis(['plan', 'dev', '--out', 'dev.plan'], { folder })
    writeFileSync(join(folder, 'templates/app.conf'), `${template}\n`)
    const { code, err } = await genesis(['apply', 'dev.plan', '--yes'], { folder })
    expect([code, err]).toEqual([3, expect.stringContaining('the sources of dev/app were changed: template templates/app.conf')])
  })

  it('is explained, and is a reason to wait', async () => {
    const folder = templated()
    expect(await seen(['explain', 'dev/app', 'content'], { folder })).toMatchInlineSnapshot(`
      "dev/app content

        content = (known after apply)
          from templates/app.conf:1:1
            environment.name = "dev"
              from environments/dev.yaml:3:19
            environment.variables.port = 80
              from environments/dev.yaml:4:28
            resources.port.outputs.path = (known after apply)
              an output of dev/port, declared at system/app.yaml:8:19; never applied
      exit 0"
    `)
    expect((await genesis(['explain', 'dev/app', 'template'], { folder })).out).toContain('template = "templates/app.conf"')
    expect((await genesis(['graph', 'dev', '--format', 'json'], { folder })).out).toContain('templates/app.conf:3:12')
  })

  it('has its mistakes shown in its own file, all at once', async () => {
    expect(await said('listen ${environment.variables.prot}\nupstream ${resources.prot.outputs.path}\n${1 +}\n${null}\n')).toMatchSnapshot()
    expect(await said('a\nb ${resources.port.outputs.paht} ${resources.app.spec.mode}\n')).toMatchSnapshot()
    expect(await said('never ${closed\n')).toMatchSnapshot()
    expect(await said('a list: ${[1, 2]}\n')).toMatchSnapshot()
  })

  it.each<[string, (folder: string) => void]>([
    ['that is not there', (folder) => rmSync(join(folder, 'templates/app.conf'))],
    [
      'that is a folder',
      (folder) => {
        rmSync(join(folder, 'templates/app.conf'))
        mkdirSync(join(folder, 'templates/app.conf'))
      },
    ],
    ['that is no text', (folder) => writeFileSync(join(folder, 'templates/app.conf'), Buffer.from([0xff, 0x00, 0x41]))],
    ['that is too large', (folder) => writeFileSync(join(folder, 'templates/app.conf'), 'x'.repeat(1024 * 1024 + 1))],
    ['that leads out', (folder) => writeFile(folder, 'system/app.yaml', system.replace('spec: {}', 'spec: { template: ../../etc/passwd }'))],
    [
      'that leads out by a symlink',
      (folder) => {
        rmSync(join(folder, 'templates/app.conf'))
        symlinkSync('/etc/passwd', join(folder, 'templates/app.conf'))
      },
    ],
    [
      'that depends on another resource',
      (folder) => writeFile(folder, 'system/app.yaml', system.replace('spec: {}', 'spec: { template: "${resources.port.outputs.path}" }')),
    ],
    ['beside a content', (folder) => writeFile(folder, 'system/app.yaml', system.replace('spec: {}', 'spec: { content: x }'))],
  ])('is refused for one %s', async (_, damage) => {
    const folder = templated()
    damage(folder)
    const text = await seen(['validate'], { folder })
    expect(text).toMatchSnapshot()
    expect(text).toContain('exit 3')
  })
})
