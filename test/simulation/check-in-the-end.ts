import { isUnsettled } from '../../src/plan/intent.ts'
import { projectFolder } from './engine-process.ts'
import type { SimulatedEnvironment } from './simulated-environment.ts'
import { contentOf, secret } from './system.ts'

/** What must hold when nothing went wrong for a while: what is declared is there, once, and nothing else is left of anything. */
export async function checkInTheEnd(environment: SimulatedEnvironment): Promise<void> {
  const { watch, machine } = environment
  const { store, programs, locks } = machine
  const wrong = (what: string, found: readonly string[]): void => {
    if (found.length > 0) watch.report(`in the end ${what}: ${found.join(', ')}`)
  }
  wrong('there is something else than what is declared', await differences(environment))
  // What is known not to have happened, and is not wanted any more, goes with the next run.
  wrong(
    'these are open',
    [...store.open.values()].filter(isUnsettled).map(({ address }) => address),
  )
  wrong('these run', programs.running(null))
  wrong('these are locked', [...locks.keys()])
  wrong('a secret was told', await tellers(environment))
}

async function differences({ machine, system }: SimulatedEnvironment): Promise<readonly string[]> {
  const there = machine.world.objects.map(({ address, fields }) => `${address} ${JSON.stringify(fields['size'] ?? fields['variables'])}`)
  const folder = `${projectFolder}/out`
  for (const { name } of await machine.files.list(folder)) {
    there.push(`dev/${name.split('.')[0] ?? ''} ${await machine.files.readText(`${folder}/${name}`, { maxBytes: 1_000 })}`)
  }
  const declared = Object.entries(system).map(([name, resource]) => {
    const { kind, size } = resource
    if (kind === 'file') return `dev/${name} ${contentOf(resource)}`
    return `dev/${name} ${JSON.stringify(kind === 'stack' ? { size } : size)}`
  })
  const count = (list: readonly string[], one: string): number => list.filter((other) => other === one).length
  return [...new Set([...there, ...declared])].filter((one) => count(there, one) !== count(declared, one))
}

/** Where the secret stands of all that people read: events, journals, logs. */
export async function tellers({ engines, machine }: SimulatedEnvironment): Promise<readonly string[]> {
  const { store, files, scheduler } = machine
  const texts = new Map([
    ['events', JSON.stringify(engines.map(({ sink }) => sink.events))],
    ['diagnostics', scheduler.trace.join('\n')],
  ])
  for (const { id } of await store.runs({ limit: Infinity })) {
    texts.set(`journal ${id}`, JSON.stringify(await store.journal(id)))
    const log = `${projectFolder}/.genesis/runs/${id}/events.jsonl`
    if ((await files.stat(log)) !== null) texts.set(log, await files.readText(log, { maxBytes: Infinity }))
  }
  return [...texts].flatMap(([name, text]) => (text.includes(secret.value) ? [name] : []))
}
