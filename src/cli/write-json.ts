import type { CliContext } from './cli-context.ts'
import { jsonLine, jsonText } from './render/json-text.ts'

/** Writes the document a command answers with to where programs read: alone for `json`, as the event `result` that ends the stream for `jsonl`. */
export function writeJson(context: Pick<CliContext, 'out' | 'output'>, document: unknown): void {
  context.out.write(context.output === 'jsonl' ? jsonLine({ type: 'result', document }) : jsonText(document))
}
