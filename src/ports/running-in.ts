import type { Files } from './files.ts'
import type { ProcessIdentity, Processes } from './processes.ts'

/** A program that still runs, whoever started it: its private folder is the one given, or one level below; null when there is none. */
export async function runningIn(
  { files, processes }: { readonly files: Pick<Files, 'stat' | 'list'>; readonly processes: Pick<Processes, 'inspect'> },
  folder: string,
): Promise<ProcessIdentity | null> {
  if ((await files.stat(folder)) === null) return null
  const below = (await files.list(folder)).filter((entry) => entry.kind === 'directory').map((entry) => `${folder}/${entry.name}`)
  for (const candidate of [folder, ...below]) {
    const fate = await processes.inspect(candidate)
    if (fate.kind === 'running') return fate.identity
  }
  return null
}
