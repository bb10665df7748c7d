import type { CliContext } from './cli-context.ts'

/** Writes one JSON document to where programs read: indented for `json`, on one line for `jsonl`. */
export function writeJson(context: Pick<CliContext, 'out' | 'output'>, document: unknown): void {
  context.out.write(`${JSON.stringify(document, null, context.output === 'json' ? 2 : undefined)}\n`)
}
