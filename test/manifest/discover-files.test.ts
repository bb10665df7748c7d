import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeFiles } from '../../src/adapters/node-files.ts'
import type { Diagnostic } from '../../src/events/diagnostic.ts'
import { discoverFiles, type ProjectFiles } from '../../src/manifest/discover-files.ts'
import { readYaml } from '../../src/manifest/read-yaml.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const project = 'apiVersion: genesis/v1\nkind: Project\nmetadata: { name: shop }\n'

function folderWith(files: Readonly<Record<string, string>>): string {
  const root = tempFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

async function discover(start: string): Promise<{ found: ProjectFiles | null; diagnostics: readonly Diagnostic[] }> {
  const diagnostics: Diagnostic[] = []
  return {
    found: await discoverFiles({
      files: nodeFiles(),
      startFolder: start,
      reader: () => Promise.resolve(readYaml),
      report: (diagnostic) => diagnostics.push(diagnostic),
    }),
    diagnostics,
  }
}

describe('discoverFiles', () => {
  it('walks up to genesis.yaml and reads the usual places, other projects and the folders of tools passed over', async () => {
    const root = folderWith({
      'genesis.yaml': project,
      'config/coordination.yaml': 'coordination: {}\n',
      'environments/dev.yaml': 'a',
      'environments/deeper/no.yaml': 'no',
      'system/web/app.yml': 'b',
      'system/readme.md': 'no',
      'policies/p.yaml': 'c',
      'system/other/genesis.yaml': project,
      'system/other/system/no.yaml': 'no',
      'system/node_modules/no.yaml': 'no',
      'system/.terraform/no.yaml': 'no',
      'system/.git/no.yaml': 'no',
      'system/.genesis/no.yaml': 'no',
      'stacks/app/no.yaml': 'no',
    })
    const { found, diagnostics } = await discover(join(root, 'system/web'))
    expect(diagnostics).toEqual([])
    expect(found?.root).toBe(root)
    expect(found?.files).toEqual([
      { path: 'environments/dev.yaml', text: 'a' },
      { path: 'genesis.yaml', text: project },
      { path: 'policies/p.yaml', text: 'c' },
      { path: 'system/web/app.yml', text: 'b' },
    ])
    expect(found?.config).toEqual({ path: 'config/coordination.yaml', text: 'coordination: {}\n' })
  })

  it('reads what spec.manifests says instead', async () => {
    const root = folderWith({ 'genesis.yaml': `${project}spec: { manifests: ['apps/**/*.yaml'] }\n`, 'apps/x/y.yaml': 'a', 'system/no.yaml': 'no' })
    expect((await discover(root)).found?.files.map(({ path }) => path)).toEqual(['apps/x/y.yaml', 'genesis.yaml'])
  })

  it('says where a glob leads out of the project or finds nothing', async () => {
    const root = folderWith({ 'genesis.yaml': `${project}spec: { manifests: ['../*.yaml', /etc/*.yaml, 'apps/*.yaml'] }\n` })
    const { found, diagnostics } = await discover(root)
    expect(found).toBeNull()
    expect(diagnostics.map(({ code, message, at }) => [code, message, at?.start.line])).toEqual([
      ['path-outside-project', '"../*.yaml" leads out of the project', 4],
      ['path-outside-project', '"/etc/*.yaml" leads out of the project', 4],
      ['invalid-value', 'no file matches "apps/*.yaml"', 4],
    ])
  })

  it('says that there is no project', async () => {
    const root = tempFolder()
    const { found, diagnostics } = await discover(root)
    expect(found).toBeNull()
    expect(diagnostics).toMatchObject([{ code: 'project-not-found', message: `no genesis.yaml in ${root} or above it` }])
  })

  it('says that the start folder does not exist', async () => {
    const { diagnostics } = await discover(join(tempFolder(), 'nothing'))
    expect(diagnostics).toMatchObject([{ code: 'project-not-found' }])
  })

  it('follows links inside of the project once, even in a circle', async () => {
    const root = folderWith({ 'genesis.yaml': project, 'system/a.yaml': 'a', 'shared/b.yaml': 'b' })
    symlinkSync('..', join(root, 'system/up'))
    symlinkSync('../shared', join(root, 'system/shared'))
    symlinkSync('a.yaml', join(root, 'system/same.yaml'))
    const { found, diagnostics } = await discover(root)
    expect(diagnostics).toEqual([])
    expect(found?.files.map(({ path }) => path)).toEqual(['genesis.yaml', 'system/a.yaml', 'system/shared/b.yaml'])
  })

  it('refuses links that lead out of the project or to nothing', async () => {
    const elsewhere = folderWith({ 'secret.yaml': 'no' })
    const root = folderWith({ 'genesis.yaml': project, 'system/a.yaml': 'a' })
    symlinkSync(elsewhere, join(root, 'system/folder'))
    symlinkSync(join(elsewhere, 'secret.yaml'), join(root, 'system/file.yaml'))
    symlinkSync('nothing', join(root, 'system/gone.yaml'))
    symlinkSync('/etc/hostname', join(root, 'system/unrelated'))
    const { found, diagnostics } = await discover(root)
    expect(found).toBeNull()
    expect(diagnostics.map(({ message }) => message).sort()).toEqual([
      'the link system/file.yaml leads out of the project',
      'the link system/folder leads out of the project',
      'the link system/gone.yaml leads to nothing',
    ])
  })

  it('refuses a file that is too large', async () => {
    const root = folderWith({ 'genesis.yaml': project, 'system/a.yaml': `# ${'x'.repeat(5 * 1024 * 1024)}` })
    const { found, diagnostics } = await discover(root)
    expect(found).toBeNull()
    expect(diagnostics).toMatchObject([{ code: 'input-too-large', message: 'system/a.yaml is larger than 5 MiB' }])
  })
})
