import type { CommandPorts } from './command-ports.ts'
import { verbs } from './command-spec.ts'

/** How the last program of a step ended that an earlier engine ran. `never-started`: no program that acts ran, and none will. */
export type FormerRun =
  { readonly kind: 'never-started' } | { readonly kind: 'exited'; readonly folder: string; readonly code: number } | { readonly kind: 'unknown' }

/** Finds the last start of a program that acts in the private folder of a step. */
export async function formerRun({ files, processes }: Pick<CommandPorts, 'files' | 'processes'>, folder: string): Promise<FormerRun> {
  if ((await files.stat(folder)) === null) return { kind: 'never-started' }
  const last = latestStart((await files.list(folder)).map(({ name }) => name))
  if (last === null) return { kind: 'never-started' }
  const fate = await processes.inspect(`${folder}/${last}`)
  switch (fate.kind) {
    case 'exited':
      // Killed by a signal: it may have been in the midst of it.
      return fate.code > 128 ? { kind: 'unknown' } : { kind: 'exited', folder: `${folder}/${last}`, code: fate.code }
    case 'never-started':
      return fate
    case 'running':
    case 'vanished':
      return { kind: 'unknown' }
    default:
      return fate satisfies never
  }
}

/** Folders are called after the verb, and numbered from the second attempt on: `create`, `create-2`. */
function latestStart(names: readonly string[]): string | null {
  const starts = names.flatMap((name) => {
    const [verb = '', number = '1'] = name.split('-')
    return verb !== 'read' && verbs.some((one) => one === verb) ? [{ name, number: Number(number) }] : []
  })
  return starts.sort((one, two) => two.number - one.number)[0]?.name ?? null
}
