import { describe, expect, it } from 'vitest'
import { badInputCases } from './bad-input-cases.ts'
import { loadFiles, projectFile, shownText } from './small-project.ts'

describe('bad input', () => {
  it.each(badInputCases)('$name', ({ text, shown }) => {
    const files = [projectFile, { path: 'system/app.yaml', text }]
    const { complete, diagnostics } = loadFiles(files)
    expect(shownText(diagnostics, files)).toBe(shown)
    expect(complete).toBe(false)
  })

  it('without a Project document', () => {
    const files = [{ path: 'genesis.yaml', text: '# nothing\n' }]
    const { diagnostics } = loadFiles(files)
    expect(shownText(diagnostics, files)).toBe(`error[project-invalid]: genesis.yaml has no Project document
  = hint: kind: Project, with the name of the project under metadata

1 error
`)
  })

  it('does not say that something is missing while a file cannot be read', () => {
    const files = [
      projectFile,
      { path: 'environments/prod.yaml', text: 'kind: [Environment\n' },
      { path: 'system/app.yaml', text: app('environments: [prod]\ndependsOn: [database]') },
    ]
    expect(loadFiles(files).diagnostics.map(({ code, at }) => [code, at?.file])).toEqual([['yaml-syntax', 'environments/prod.yaml']])
  })

  it('reports the mistakes of all files, sorted by file and place', () => {
    const { diagnostics } = loadFiles([
      { path: 'system/z.yaml', text: app('colour: red').replace('app', 'z') },
      { path: 'system/a.yaml', text: app('color: red\ndependsOn: [nothing]') + '---\nkind: Fil\n' },
      projectFile,
    ])
    expect(diagnostics.map(({ code, at }) => `${at?.file} ${at?.start.line} ${code}`)).toEqual([
      'system/a.yaml 4 unknown-field',
      'system/a.yaml 8 unknown-kind',
      'system/z.yaml 4 unknown-field',
    ])
  })

  it('refuses a file that is too large, without reading it', () => {
    const { diagnostics } = loadFiles([projectFile, { path: 'system/app.yaml', text: `# ${'x'.repeat(5 * 1024 * 1024)}\n` }])
    expect(diagnostics).toMatchObject([{ code: 'input-too-large', message: 'the file is larger than 5 MiB' }])
  })

  it('refuses files that are too large together', () => {
    const text = `# ${'x'.repeat(4 * 1024 * 1024)}\n`
    const { diagnostics } = loadFiles([projectFile, ...Array.from({ length: 17 }, (_, index) => ({ path: `system/${index}.yaml`, text }))])
    expect(diagnostics).toMatchObject([{ code: 'input-too-large', message: 'the files of the project are larger than 64 MiB together' }])
  })
})

function app(extra: string): string {
  return `apiVersion: genesis/v1\nkind: File\nmetadata: { name: app }\n${extra}\nspec: { path: a, content: b }\n`
}
