import { nodeFiles } from '../../../src/adapters/node-files.ts'
import { nodeProcesses } from '../../../src/adapters/node-processes.ts'
import { systemClock } from '../../../src/adapters/system-clock.ts'
import { Sensitive } from '../../../src/expressions/value.ts'
import { createCommandProvider } from '../../../src/providers/command/command-provider.ts'
import { describeProviderConformance } from '../../rig/conformance-kit.ts'
import { subFolder, tempFolder } from '../../rig/temp-folder.ts'
import { fileTree } from '../file/file-tree.ts'

/** Keeps one thing in a file; fails to look when a file says so. */
const script = `#!/bin/sh
set -eu
echo "service $1" >&2
case "$1" in
  create|update) cat > data/thing; echo '{"id":"thing"}' ;;
  read) test ! -e broken; if test -e data/thing; then echo '{"id":"thing"}'; else echo null; fi ;;
  delete) rm -f data/thing ;;
esac
`

describeProviderConformance('Command, with real programs', async () => {
  const files = nodeFiles()
  const folder = tempFolder()
  const [projectRoot, workFolder] = [subFolder(folder, 'project'), subFolder(folder, 'work')]
  const data = subFolder(projectRoot, 'data')
  await files.write(`${projectRoot}/service.sh`, script, { mode: 0o755, durable: false })
  const all = Object.fromEntries(['create', 'read', 'update', 'delete'].map((verb) => [verb, ['./service.sh', verb]]))
  return {
    provider: createCommandProvider({ files, processes: nodeProcesses(), clock: systemClock() }),
    projectRoot,
    workFolder,
    environment: { PATH: '/usr/bin:/bin' },
    specs: {
      first: { ...all, inputs: { size: 1 } },
      changed: { ...all, inputs: { size: 2 } },
      secret: { spec: { ...all, inputs: { password: new Sensitive('correct horse') } }, texts: ['correct horse'] },
    },
    snapshot: () => fileTree(files, data),
    vanish: () => files.remove(`${data}/thing`),
    breakReads: () => files.write(`${projectRoot}/broken`, '', { mode: 0o600, durable: false }),
  }
})
