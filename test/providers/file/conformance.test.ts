import { Sensitive } from '../../../src/expressions/value.ts'
import { FileError } from '../../../src/ports/files.ts'
import { createFileProvider } from '../../../src/providers/file/file-provider.ts'
import { describeProviderConformance } from '../../rig/conformance-kit.ts'
import { MemoryFiles } from '../../rig/memory-files.ts'
import { fileTree } from './file-tree.ts'

describeProviderConformance('File', async () => {
  const files = new MemoryFiles()
  await files.makeDirectory('/project', { mode: 0o755 })
  return {
    provider: createFileProvider({ files }),
    projectRoot: '/project',
    workFolder: '/work',
    specs: {
      first: { path: 'out/app/config.json', content: '{"size":1}\n' },
      changed: { path: 'out/app/config.json', content: '{"size":2}\n', mode: '0640' },
      replaced: { path: 'out/other/config.json', content: '{"size":1}\n' },
      secret: { spec: { path: 'out/app/config.json', content: new Sensitive('password: correct horse\n') }, texts: ['correct horse'] },
    },
    snapshot: () => fileTree(files, '/project'),
    vanish: () => files.remove('/project/out'),
    tamper: () => files.write('/project/out/app/config.json', 'by hand', { mode: 0o600, durable: false }),
    breakReads: () => {
      files.onOperation = (operation, path) => {
        if (operation === 'view') throw new FileError('permission', path)
      }
    },
  }
})
