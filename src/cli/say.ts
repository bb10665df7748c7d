import { safeText } from './render/safe-text.ts'
import type { Terminal } from './render/terminal.ts'

/** Writes lines as they are, but for what would move a cursor or draw: names and paths in them may come from anywhere. */
export function say(terminal: Pick<Terminal, 'write'>, ...lines: readonly string[]): void {
  terminal.write(lines.map((line) => `${safeText(line)}\n`).join(''))
}
