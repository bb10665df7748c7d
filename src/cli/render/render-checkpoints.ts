import { changedPaths } from '../../plan/changed-paths.ts'
import type { RecordChange } from '../../plan/checkpoint-changes.ts'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import type { Checkpoint } from '../../ports/checkpoint-store.ts'
import type { Instant } from '../../ports/clock.ts'
import { counted } from './counted.ts'
import { printLines } from './print-lines.ts'
import { blankLine, span, styledLine, type StyledLine } from './styled-line.ts'
import { tableLines } from './table.ts'
import type { TextStyle } from './terminal.ts'
import { isoTime, relativeTime } from './time-text.ts'

/** What people call a checkpoint: `dev.3`. */
export function nameOfCheckpoint({ environment, number }: Pick<Checkpoint, 'environment' | 'number'>): string {
  return `${environment}.${number}`
}

/** Checkpoints as a table, in the order given. */
export function renderCheckpoints(checkpoints: readonly Checkpoint[], options: { readonly style: TextStyle; readonly now: Instant }): string {
  if (checkpoints.length === 0) return printLines([styledLine(0, 'No checkpoints yet.')], options.style)
  const rows = checkpoints.map((checkpoint) => {
    const { at, stable, prunedAt, note, run } = checkpoint
    const state = prunedAt !== null ? 'pruned' : stable ? 'stable' : ''
    return [nameOfCheckpoint(checkpoint), `${isoTime(at)} (${relativeTime(at, options.now)})`, causeText(checkpoint), state, run, note ?? '']
  })
  return printLines(tableLines(['CHECKPOINT', 'TAKEN', 'AT', 'STATE', 'RUN', 'NOTE'], rows), options.style)
}

/** A checkpoint with what was recorded then and the files it was made of; `tree` is null where these cannot be read. */
export interface CheckpointContents {
  readonly checkpoint: Checkpoint
  readonly records: readonly RecordedResource[]
  readonly tree: { readonly entries: ReadonlyMap<string, unknown>; readonly git: { readonly commit: string | null } } | null
}

/** A checkpoint with what it holds. */
export function renderCheckpoint({ checkpoint, records, tree }: CheckpointContents, style: TextStyle): string {
  const { at, run, stable, note } = checkpoint
  const facts = [
    `taken ${isoTime(at)} ${causeText(checkpoint)}, run ${run}${stable ? ', stable' : ''}`,
    ...(note === null ? [] : [note]),
    tree === null ? 'its sources are not known: it cannot be gone back to' : `sources: ${counted(tree.entries.size, 'file')}${commitText(tree.git.commit)}`,
  ]
  const rows = records.map(({ address, kind, revision, status }) => [address, kind, String(revision), status === 'ready' ? '' : status])
  const table = rows.length === 0 ? [styledLine(0, 'Nothing was recorded.')] : tableLines(['ADDRESS', 'KIND', 'REVISION', ''], rows)
  const head = styledLine(0, span(`checkpoint ${nameOfCheckpoint(checkpoint)}`, 'bold'))
  return printLines([head, ...facts.map((fact) => styledLine(2, fact)), blankLine, ...table], style)
}

/** What changed between two moments. */
export function renderDifference(
  {
    from,
    to,
    changes,
    paths,
  }: { readonly from: Checkpoint; readonly to: Checkpoint | null; readonly changes: readonly RecordChange[]; readonly paths: readonly string[] },
  style: TextStyle,
): string {
  const head = styledLine(0, span(`from ${nameOfCheckpoint(from)} to ${to === null ? 'now' : nameOfCheckpoint(to)}`, 'bold'))
  if (changes.length === 0 && paths.length === 0) return printLines([head, styledLine(2, 'nothing changed')], style)
  const files =
    paths.length === 0
      ? []
      : [
          blankLine,
          styledLine(2, `${counted(paths.length, 'file')} of the sources ${paths.length === 1 ? 'differs' : 'differ'}:`),
          ...paths.map((path) => styledLine(4, path)),
        ]
  return printLines([head, ...changes.map(changeLine), ...files], style)
}

function changeLine(change: RecordChange): StyledLine {
  switch (change.kind) {
    case 'added':
      return styledLine(2, span('+ ', 'added'), `${change.address} (${change.now.kind})`)
    case 'removed':
      return styledLine(2, span('- ', 'removed'), `${change.address} (${change.then.kind})`)
    case 'changed':
      return styledLine(2, span('~ ', 'changed'), `${change.address}: ${whatChanged(change.then, change.now)}`)
    default:
      return change satisfies never
  }
}

function whatChanged(then: RecordedResource, now: RecordedResource): string {
  const paths = changedPaths(then.attributes, now.attributes)
  return paths.length === 0 ? `revision ${then.revision} became ${now.revision}` : paths.map((path) => path.slice(1).replaceAll('/', '.')).join(', ')
}

function causeText({ cause, address }: Pick<Checkpoint, 'cause' | 'address'>): string {
  switch (cause) {
    case 'before':
      return 'before the first step'
    case 'barrier':
      return `after ${address ?? ''}`
    case 'end':
      return 'at the end'
    case 'asked':
      return 'when asked for'
    default:
      return cause satisfies never
  }
}

function commitText(commit: string | null): string {
  return commit === null ? '' : `, commit ${commit.slice(0, 12)}`
}
