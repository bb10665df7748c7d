import type { CliContext } from './cli-context.ts'
import type { Json } from '../events/json.ts'
import { jsonLine, jsonText } from './render/json-text.ts'
import { yamlText } from './render/yaml-text.ts'

/** Writes the document a command answers with to where programs read: alone for `json` and `yaml`, as the event `result` that ends the stream for `jsonl`. */
export function writeJson(context: Pick<CliContext, 'out' | 'output'>, document: unknown): void {
  const { out, output } = context
  if (output === 'jsonl') out.write(jsonLine({ type: 'result', document }))
  else if (output === 'yaml') out.write(yamlText(JSON.parse(JSON.stringify(document)) as Json))
  else out.write(jsonText(document))
}
