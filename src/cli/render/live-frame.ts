import { counted } from './counted.ts'
import { elapsedText } from './duration-text.ts'
import type { RunningItem, RunProgress } from './run-progress.ts'
import { safeText } from './safe-text.ts'
import { span, styledLine, type StyledLine } from './styled-line.ts'
import { padToWidth, textWidth } from './text-width.ts'

/** Rows of the block at most, however large the window. */
const maxRows = 16
/** Cells that addresses are aligned in at most. */
const maxAddress = 40
/** Cells of the bar at most. */
const maxBar = 30

/** When and where the block is drawn. `rows` of the window; null when not known. */
export interface FrameOptions {
  readonly nowMs: number
  readonly columns: number
  readonly rows: number | null
  readonly unicode: boolean
}

/** The block that is drawn again and again: what runs, and a bar. No lines when nothing goes on. */
export function liveFrame(progress: RunProgress, options: FrameOptions): readonly StyledLine[] {
  if (progress.phase === 'idle') return []
  // The row of the cursor and that of the bar are taken. A block higher than the window could not be taken back.
  const room = Math.min(maxRows, (options.rows ?? 24) - 2)
  if (room < 0) return []
  const { running } = progress
  const shown = running.length <= room ? running : running.slice(0, Math.max(0, room - 1))
  const left = running.length - shown.length
  const width = Math.min(maxAddress, Math.max(0, ...shown.map(({ address }) => textWidth(safeText(address)))))
  return [
    ...shown.map((item) => itemLine(item, width, options.nowMs)),
    ...(left > 0 && room > 0 ? [styledLine(2, span(`and ${counted(left, 'more', 'more')} running`, 'dim'))] : []),
    barLine(progress, options),
  ]
}

function itemLine({ address, doing, sinceMs, message }: RunningItem, width: number, nowMs: number): StyledLine {
  const parts = [span(padToWidth(safeText(address), width), 'bold'), ` ${doing} ${elapsedText(nowMs - sinceMs)}`]
  return styledLine(2, ...parts, ...(message === null ? [] : [span(`  ${message}`, 'dim')]))
}

function barLine(progress: RunProgress, { nowMs, columns, unicode }: FrameOptions): StyledLine {
  const { total, done, failed, running, waiting } = progress.counts
  const cells = Math.max(0, Math.min(maxBar, columns - 40))
  const filled = total === 0 ? cells : Math.floor((cells * done) / total)
  const [full, empty] = unicode ? ['█', '░'] : ['#', '.']
  const bar = cells < 5 ? [] : [span(full.repeat(filled), 'added'), span(empty.repeat(cells - filled), 'dim'), ' ']
  const counts = `${done}/${total} ${progress.phase === 'planning' ? 'planned' : 'done'}, ${running} running, ${waiting} waiting`
  const failures = failed > 0 ? [', ', span(`${failed} failed`, 'failed')] : []
  return styledLine(0, ...bar, counts, ...failures, span(`  ${elapsedText(progress.elapsedMs(nowMs))}`, 'dim'))
}
