/**
 * The lab for trying things by hand: `node test/rig/terraform-provider/by-hand.ts FOLDER` opens a ledger and a mirror there, writes the module
 * `FOLDER/module`, says how to use them, and serves until it is interrupted.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { attachProvider } from './attach-provider.ts'
import { installMirror } from './install-mirror.ts'
import { expression, labModule } from './lab-module.ts'
import { startLedger } from './ledger/start-ledger.ts'
import { hostProvider } from './provider-host.ts'
import { providerEnvironment } from './provider-environment.ts'
import { writeCliConfig } from './write-cli-config.ts'

const [given] = process.argv.slice(2)
if (given === undefined) {
  process.stderr.write('say a folder: node test/rig/terraform-provider/by-hand.ts FOLDER [BYTES OF PADDING] [hosted]\n')
  process.exit(2)
}
const folder = resolve(given)
const padBytes = Number(process.argv[3] ?? 0)
const { ledger, address, close } = await startLedger(folder)
const attached = await attachProvider(ledger, { folder, caller: 'attached' })
const host = process.argv[4] === 'hosted' ? hostProvider(ledger, folder) : null
const mirror = await installMirror(folder, { padBytes })
const started = providerEnvironment({ ledger: address, caller: 'by-hand', cliConfig: writeCliConfig(folder, { mirror }) })

const module = join(folder, 'module')
mkdirSync(module, { recursive: true })
const main = join(module, 'main.tf')
const example = { objects: { a: { value: 'x' }, b: { value: expression('lab_object.a.id') } }, outputs: { id: expression('lab_object.a.id') } }
if (!existsSync(main)) writeFileSync(main, labModule(example))

process.stdout.write(`# Terraform starts the provider from the mirror:
${exports(started)}
# or it is attached to this process, and starts at once:
${exports(providerEnvironment({ reattach: attached.reattach }))}
cd ${module} && terraform init && terraform apply
# what there is, what was called, what is to go wrong:
curl --unix-socket ${address} http://lab/objects
curl --unix-socket ${address} http://lab/calls
curl --unix-socket ${address} http://lab/script -d '[{"operation":"create","name":"b","times":1,"does":{"kind":"crash","when":"after"}}]'
curl --unix-socket ${address} http://lab/drift -d '{"id":"obj-1","value":"by hand"}'
`)

process.once('SIGINT', () => void Promise.all([attached.close(), host?.close()]).then(close))

function exports(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value}'`)
    .join('\n')
}
