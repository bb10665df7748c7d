import { labSource } from './lab-source.ts'

/** A piece of configuration that is taken as it is: a reference, a call. */
export interface Expression {
  readonly expression: string
}

type Argument = string | number | boolean | null | Expression | { readonly [key: string]: Argument }

/** What a root module is made of. Texts are values; only {@link Expression}s are evaluated. */
export interface LabModuleOptions {
  /** The resources `lab_object.<key>`; where an argument `name` is missing, the key is the name. */
  readonly objects?: Readonly<Record<string, Readonly<Record<string, Argument>>>>
  /** So many resources `lab_object.many[i]`, named `many-i`. */
  readonly count?: number
  /** The data sources `data.lab_object.<key>` by the names that they look for. */
  readonly reads?: Readonly<Record<string, Argument>>
  /** Outputs; those in `sensitive` are marked. */
  readonly outputs?: Readonly<Record<string, Argument>>
  readonly sensitive?: readonly string[]
  /** Variables that have no default. */
  readonly variables?: readonly string[]
  /** Arguments of the provider block. */
  readonly provider?: Readonly<Record<string, Argument>>
  /** Anything else. */
  readonly more?: string
}

/** The text of a `main.tf`. */
export function labModule(options: LabModuleOptions): string {
  const { objects = {}, count, reads = {}, outputs = {}, sensitive = [], variables = [], provider, more = '' } = options
  const blocks = [
    `terraform {\n  required_providers {\n    lab = { source = ${quote(labSource)} }\n  }\n}`,
    ...(provider === undefined ? [] : [block('provider "lab"', provider)]),
    ...variables.map((name) => block(`variable ${quote(name)}`, {})),
    ...Object.entries(objects).map(([key, said]) => block(`resource "lab_object" ${quote(key)}`, { name: key, ...said })),
    ...(count === undefined ? [] : [block('resource "lab_object" "many"', { count, name: expression('"many-${count.index}"') })]),
    ...Object.entries(reads).map(([key, name]) => block(`data "lab_object" ${quote(key)}`, { name })),
    ...Object.entries(outputs).map(([name, value]) => block(`output ${quote(name)}`, { value, ...(sensitive.includes(name) ? { sensitive: true } : {}) })),
    more,
  ]
  return `${blocks.filter((text) => text !== '').join('\n\n')}\n`
}

/** An {@link Expression}. */
export function expression(text: string): Expression {
  return { expression: text }
}

function block(head: string, said: Readonly<Record<string, Argument>>): string {
  return `${head} {\n${Object.entries(said)
    .map(([name, value]) => `  ${name} = ${written(value)}\n`)
    .join('')}}`
}

function written(value: Argument): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (isExpression(value)) return value.expression
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${quote(key)} = ${written(item)}`)
    .join(', ')} }`
}

function isExpression(value: object): value is Expression {
  return 'expression' in value && Object.keys(value).length === 1
}

/** A text in which nothing is evaluated. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{')
}
