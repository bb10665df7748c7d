import type { Diagnostic } from '../events/diagnostic.ts'
import { ExitCode } from '../events/exit-code.ts'
import { runningIn } from '../ports/running-in.ts'
import type { RunRecord } from '../ports/store.ts'
import { isJsonObject } from '../events/json.ts'
import { environmentHolder, holderPath, holderText, type EnvironmentHolder } from './environment-holder.ts'
import { environmentDeclared } from './environment-named.ts'
import { answered, refused, type Result } from './result.ts'
import type { RecordChangeOptions } from './state-change-options.ts'

/**
 * Closes the run of an environment that did not end by itself, so that the next one may start. Null when there is none. Refused while the
 * holder lives (the kernel says so), and while a program that it started still runs.
 */
export async function unlockEnvironment(options: RecordChangeOptions, environment: string): Promise<Result<RunRecord | null>> {
  const { project, store, ports } = options
  const run = await store.unfinishedRun(environment)
  if (run === null) {
    const named = environmentDeclared(project, environment)
    if (!named.ok) return named
  }
  const holder = await environmentHolder({ ports, store, path: holderPath(project, environment) }, environment)
  if (holder !== null && !options.locks.waits) return refused([alive(environment, holder)], ExitCode.locked)
  return options.locks.under(options, environment, async () => {
    if (run === null) return answered(null)
    const running = await stillRunning(options, run)
    if (running.length > 0) {
      const message = `run ${run.id} is gone, but programs that it started still run:\n${running.map((line) => `  ${line}`).join('\n')}`
      return refused([{ code: 'environment-held', severity: 'error', message, hint: howTheyEnd }], ExitCode.locked)
    }
    if (!options.dryRun) await store.abandonRun(run.id, ports.clock.now())
    return answered(run)
  })
}

function alive(environment: string, holder: EnvironmentHolder): Diagnostic {
  const hint = `only what a dead one left is unlocked; to stop this one, interrupt it on ${holder.host}: kill -INT ${holder.process.pid}`
  return { code: 'environment-held', severity: 'error', message: `${environment} is held by ${holderText(holder)}, which is alive`, hint }
}

const howTheyEnd =
  'the next apply, or "genesis resume", waits for them and records what they did; one that hangs ends by kill -INT -PROCESS, with the minus, and by kill -KILL -PROCESS where it ignores that'

async function stillRunning({ store, ports }: RecordChangeOptions, run: RunRecord): Promise<readonly string[]> {
  const running: string[] = []
  for (const entry of await store.journal(run.id)) {
    const folder = entry.type === 'begin' && isJsonObject(entry.detail) ? entry.detail['folder'] : null
    if (typeof folder !== 'string') continue
    const program = await runningIn(ports, folder)
    if (program !== null) running.push(`${entry.address} (process ${program.pid})`)
  }
  return running
}
