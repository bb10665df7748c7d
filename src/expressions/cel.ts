import * as library from '@marcbachmann/cel-js'
import type { ASTNode, Environment } from '@marcbachmann/cel-js'
import { InternalError } from '../events/internal-error.ts'
import { celToHeld, type CelPlain } from './cel-values.ts'
import { Failed } from './failed.ts'
import { Native, type Held } from './held.ts'
import { expressionLimits } from './limits.ts'
import { createPatternMatcher, type PatternMatcher } from './pattern-matcher.ts'
import type { BinaryOperator, Node, Span } from './syntax.ts'

/** Why a text is no expression, with the library's own code and words. */
export interface ParseFailure extends Span {
  readonly code: string
  readonly message: string
}

/** A function or method, by its name, with how many arguments it takes. */
export interface CelFunction {
  readonly name: string
  readonly method: boolean
  readonly arity: number
}

/** The Common Expression Language, as far as the evaluator does not do it itself. Values given to it are known and not sensitive any more. */
export interface Cel {
  parse(text: string): { readonly node: Node } | { readonly failure: ParseFailure }
  /** Type errors that are certain without any value; null when there are none. */
  check(text: string): ParseFailure | null
  operate(operator: BinaryOperator | '!', operands: readonly CelPlain[], at: Span): Held | Failed
  call(name: string, method: boolean, args: readonly CelPlain[], at: Span): Held | Failed
  /** Whether the pattern, in RE2's syntax, matches some part of the text. `spend` is told what it will cost before it runs. */
  readonly matches: PatternMatcher
  /** The type that a name stands for, `int` or `string` for example; null when it names none. */
  typeNamed(name: string): Native | null
  readonly functions: readonly CelFunction[]
}

type Library = typeof library
type Mixed = number | bigint
type Run = (values: Record<string, unknown>) => unknown

const typeNames = new Set(['bool', 'int', 'uint', 'double', 'string', 'bytes', 'list', 'map', 'null_type', 'type'])
const certainTypeErrors = new Set(['no_such_overload', 'no_matching_overload', 'invalid_logical_operand', 'invalid_condition_type'])
const typeErrors = new Set([...certainTypeErrors, 'invalid_index_type', 'cannot_index_type', 'unsupported_type', 'invalid_comparison_type'])

/** Sets the library up, which costs a little: only for expressions that are more than a path. */
export function loadCel(): Cel {
  const environment = createEnvironment(library)
  const parsed = new Map<string, Run>()
  const run = (text: string, args: readonly CelPlain[], at: Span): Held | Failed => {
    let prepared = parsed.get(text)
    if (prepared === undefined) parsed.set(text, (prepared = environment.parse(text)))
    const values = Object.fromEntries(args.map((arg, index) => [`a${index}`, arg]))
    return guarded(prepared, values, at)
  }
  return {
    parse: (text) => parseWith(environment, text),
    check: (text) => checkWith(environment, text),
    operate: (operator, operands, at) => run(operands.length === 1 ? `${operator}a0` : `a0 ${operator} a1`, operands, at),
    call: (name, method, args, at) => run(callText(name, method, args.length), args, at),
    matches: createPatternMatcher(),
    typeNamed: (name) => (typeNames.has(name) ? new Native(environment.evaluate(name) as object) : null),
    functions: functionsOf(environment),
  }
}

function callText(name: string, method: boolean, count: number): string {
  const names = Array.from({ length: count }, (_, index) => `a${index}`)
  return method ? `${names[0] ?? ''}.${name}(${names.slice(1).join(', ')})` : `${name}(${names.join(', ')})`
}

function createEnvironment({ Environment: Constructor }: Library): Environment {
  const environment = new Constructor({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits: { maxAstNodes: expressionLimits.nodes, maxDepth: expressionLimits.depth },
  })
  const mixed = [
    ['int', 'double'],
    ['double', 'int'],
  ] as const
  for (const [left, right] of mixed) {
    environment.registerOperator(`${left} + ${right}: double`, (a: Mixed, b: Mixed) => Number(a) + Number(b))
    environment.registerOperator(`${left} - ${right}: double`, (a: Mixed, b: Mixed) => Number(a) - Number(b))
    environment.registerOperator(`${left} * ${right}: double`, (a: Mixed, b: Mixed) => Number(a) * Number(b))
    environment.registerOperator(`${left} / ${right}: double`, (a: Mixed, b: Mixed) => Number(a) / Number(b))
    environment.registerOperator(`${left} % ${right}: double`, (a: Mixed, b: Mixed) => Number(a) % Number(b))
  }
  // Only their names and types are used: what they make must be measured before it is made.
  environment.registerFunction('string.format(list): string', (text: string) => text)
  environment.registerFunction('string.replace(string, string): string', (text: string, wanted: string, by: string) => text.replaceAll(wanted, by))
  environment.registerOperator('double % double: double', (a: number, b: number) => a % b)
  return environment
}

function functionsOf(environment: Environment): readonly CelFunction[] {
  return environment.getDefinitions().functions.map((each) => ({ name: each.name, method: each.receiverType !== null, arity: each.params.length }))
}

function parseWith(environment: Environment, text: string): ReturnType<Cel['parse']> {
  try {
    return { node: convert(environment.parse(text).ast) }
  } catch (error) {
    return { failure: failureOf(error, text) }
  }
}

function checkWith(environment: Environment, text: string): ParseFailure | null {
  const { error } = environment.parse(text).check()
  return error === undefined || !certainTypeErrors.has(error.code) ? null : failureOf(error, text)
}

interface LibraryError {
  readonly code: string
  readonly summary: string
  readonly range?: { readonly start: number; readonly end: number }
}

function isLibraryError(error: unknown): error is LibraryError {
  return error instanceof Error && 'summary' in error && 'code' in error
}

function failureOf(error: unknown, text: string): ParseFailure {
  // The parser recurses over repeated signs without counting them.
  if (error instanceof RangeError) return { code: 'limit_exceeded', message: 'nested too deeply', from: 0, to: text.length }
  if (!isLibraryError(error)) throw new InternalError('expressions/parser-threw', 'the expression parser threw something unexpected', { cause: error })
  return { code: error.code, message: error.summary, from: error.range?.start ?? 0, to: error.range?.end ?? text.length }
}

function guarded(run: Run, values: Record<string, unknown>, at: Span): Held | Failed {
  try {
    const result = run(values)
    // The library checks most operations for it, but neither negation nor conversion.
    if (typeof result === 'bigint' && BigInt.asIntN(64, result) !== result) return new Failed('expression-failed', at, 'integer overflow')
    return celToHeld(result)
  } catch (error) {
    if (isLibraryError(error)) return new Failed(typeErrors.has(error.code) ? 'expression-type' : 'expression-failed', at, error.summary)
    // Wrong arguments of JavaScript's own functions: a time zone nobody knows, a date that is none, bytes that are no JSON.
    if (error instanceof RangeError || error instanceof SyntaxError || error instanceof TypeError) {
      return new Failed('expression-failed', at, error.message.toLowerCase())
    }
    throw new InternalError('expressions/library-threw', 'evaluating an expression threw something unexpected', { cause: error })
  }
}

function convert(ast: ASTNode): Node {
  const span = { from: ast.start, to: ast.end }
  switch (ast.op) {
    case 'value':
      return { kind: 'literal', value: literalValue(ast.args), ...span }
    case 'id':
      return { kind: 'name', name: ast.args, ...span }
    case '.':
    case '.?':
      return { kind: 'member', of: convert(ast.args[0]), name: ast.args[1], optional: ast.op === '.?', ...span }
    case '[]':
    case '[?]':
      return { kind: 'index', of: convert(ast.args[0]), index: convert(ast.args[1]), optional: ast.op === '[?]', ...span }
    case 'call':
      return { kind: 'call', name: ast.args[0], receiver: null, args: ast.args[1].map(convert), ...span }
    case 'rcall':
      return { kind: 'call', name: ast.args[0], receiver: convert(ast.args[1]), args: ast.args[2].map(convert), ...span }
    case 'list':
      return { kind: 'list', items: ast.args.map(convert), ...span }
    case 'map':
      return { kind: 'map', entries: ast.args.map(([key, value]) => [convert(key), convert(value)] as const), ...span }
    case '?:':
      return { kind: 'choice', condition: convert(ast.args[0]), yes: convert(ast.args[1]), no: convert(ast.args[2]), ...span }
    case '||':
    case '&&':
      return { kind: 'logic', operator: ast.op, left: convert(ast.args[0]), right: convert(ast.args[1]), ...span }
    case '!_':
    case '-_':
      return { kind: 'unary', operator: ast.op === '!_' ? '!' : '-', operand: convert(ast.args), ...span }
    default:
      return { kind: 'binary', operator: ast.op, left: convert(ast.args[0]), right: convert(ast.args[1]), ...span }
  }
}

function literalValue(value: unknown): Extract<Node, { kind: 'literal' }>['value'] {
  if (value === null || typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return value
  return new Native(value as object)
}
