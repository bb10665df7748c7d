import { nodeFiles } from '../../../src/adapters/node-files.ts'
import { FileError, type Files } from '../../../src/ports/files.ts'
import { createFileProvider } from '../../../src/providers/file/file-provider.ts'
import { describeProviderConformance } from '../../rig/conformance-kit.ts'
import { subFolder, tempFolder } from '../../rig/temp-folder.ts'
import { fileTree } from './file-tree.ts'

describeProviderConformance('File, on the real file system', () => {
  const folder = tempFolder()
  const [projectRoot, workFolder] = [subFolder(folder, 'project'), subFolder(folder, 'work')]
  let broken = false
  const real = nodeFiles()
  const files: Files = { ...real, view: (path, options) => (broken ? Promise.reject(new FileError('permission', path)) : real.view(path, options)) }
  return {
    provider: createFileProvider({ files }),
    projectRoot,
    workFolder,
    specs: {
      first: { path: 'out/config.json', content: 'one' },
      changed: { path: 'out/config.json', content: 'two', mode: '0400' },
      replaced: { path: 'other/config.json', content: 'one' },
    },
    snapshot: () => fileTree(real, projectRoot),
    vanish: () => real.remove(`${projectRoot}/out`),
    tamper: () => real.setMode(`${projectRoot}/out/config.json`, 0o777),
    breakReads: () => {
      broken = true
    },
  }
})
