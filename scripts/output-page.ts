/** Writes docs/output.md from schemas/output.schema.json: `node scripts/output-page.ts`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Part {
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly $ref?: string
  readonly items?: Part
  readonly additionalProperties?: Part
  readonly properties?: Readonly<Record<string, Part>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Part[]
  readonly oneOf?: readonly Part[]
  readonly allOf?: readonly Part[]
}

const root = join(import.meta.dirname, '..')
export const outputPagePath = join(root, 'docs/output.md')

if (import.meta.main) writeFileSync(outputPagePath, outputPage())

/** The whole page. */
export function outputPage(): string {
  const { definitions } = JSON.parse(readFileSync(join(root, 'schemas/output.schema.json'), 'utf8')) as { definitions: Readonly<Record<string, Part>> }
  const documents = Object.entries(definitions).filter(([, { title }]) => title !== undefined)
  const shapes = Object.entries(definitions).filter(([, { title }]) => title === undefined)
  return [
    '# What programs read',
    `With \`-o json\` a command prints one JSON document on stdout, and nothing else. With \`-o jsonl\` it prints the stream of [events](events.md) as they
happen, one per line; the last line is \`{"type":"result","document":…}\` with the same document. A command that is refused prints a refusal, and ends with
its [exit code](errors.md). Progress, warnings and mistakes go to stderr in words, as always.`,
    `Every document has a \`format_version\`. As long as its major part stays, fields may be added and none is taken away or changes its meaning: readers must
ignore fields they do not know. The JSON Schema is \`genesis schema Output\`, with a definition for each document; plans have their own, \`genesis schema
Plan\`, and so have events, \`genesis schema Event\`. This page is written from it by \`scripts/output-page.ts\`, and the tests hold what the commands print against it.`,
    `| command | document |\n|---|---|\n${documents.map(([name, { title = '' }]) => `| ${title.startsWith('genesis') ? title.split(', ').map(code).join(', ') : title} | [${name}](#${name.toLowerCase()}) |`).join('\n')}`,
    '`genesis logs -o json` prints the stored events, one per line. `genesis completion` prints a script. `genesis show --terraform-json` prints the shape of Terraform.',
    ...documents.map(section),
    '# Shapes inside',
    ...shapes.map(section),
  ].join('\n\n') + '\n' // prettier-ignore
}

function section([name, part]: readonly [string, Part]): string {
  const variants = (part.oneOf ?? []).filter(({ properties }) => properties !== undefined)
  const tables = part.properties !== undefined ? [fields(part)] : variants.map((one) => `${one.description ?? ''}\n\n${fields(one)}`)
  return [`## ${name}`, `${part.description ?? ''}${part.properties === undefined && variants.length === 0 && part.allOf === undefined ? ` ${typeText(part)}.` : ''}`, ...tables].join('\n\n') // prettier-ignore
}

function fields({ properties = {}, required = [] }: Part): string {
  return ['| field | type | meaning |', '|---|---|---|', ...Object.entries(properties).flatMap(([name, part]) => rows(name, part, required.includes(name)))].join('\n') // prettier-ignore
}

/** A field, and those of a mapping or of the items inside it. */
function rows(path: string, part: Part, required: boolean): readonly string[] {
  const inside = innerOf(path, part)
  const row = `| \`${path}\` | ${typeText(part)}${required ? '' : ', optional'} | ${(part.description ?? '').replaceAll('|', '\\|')} |`
  return [row, ...inside.flatMap(([at, { properties = {}, required: needed = [] }]) => Object.entries(properties).flatMap(([name, one]) => rows(`${at}.${name}`, one, needed.includes(name))))] // prettier-ignore
}

function innerOf(path: string, part: Part): readonly (readonly [string, Part])[] {
  if (part.properties !== undefined) return [[path, part]]
  if (part.items !== undefined) return innerOf(`${path}[]`, part.items)
  if (part.additionalProperties?.properties !== undefined || part.additionalProperties?.additionalProperties !== undefined)
    return innerOf(`${path}.*`, part.additionalProperties)
  return (part.anyOf ?? []).flatMap((one) => innerOf(path, one))
}

function typeText(part: Part): string {
  if (part.$ref !== undefined) return reference(part.$ref)
  if (part.const !== undefined) return code(JSON.stringify(part.const))
  if (part.enum !== undefined) return part.enum.map((one) => code(String(one))).join(', ')
  if (part.items !== undefined && part.type === 'array') return `list of ${typeText(part.items)}`
  if (part.additionalProperties !== undefined) return `map to ${typeText(part.additionalProperties)}`
  if (part.anyOf !== undefined) return part.anyOf.map(typeText).join(' or ')
  return [part.type ?? 'any'].flat().map((one) => (one === 'array' ? 'list' : one)).join(' or ') // prettier-ignore
}

function reference(target: string): string {
  const [file = '', pointer = ''] = target.split('#')
  const name = pointer.split('/').at(-1) ?? ''
  return file === '' ? `[${name}](#${name.toLowerCase()})` : `\`${name}\` of Plan`
}

function code(text: string): string {
  return `\`${text}\``
}
