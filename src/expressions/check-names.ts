import { closest } from '../events/did-you-mean.ts'
import type { CelFunction } from './cel.ts'
import { constantPath } from './constant-path.ts'
import { scopeRoots } from './expression.ts'
import { dashHint, functionHint, rootHint } from './habit-hints.ts'
import { isBind, isHas, macroParts } from './macros.ts'
import { pathText } from './missing-member.ts'
import { childrenOf, type Call, type Name, type Node, type SyntaxProblem } from './syntax.ts'

const namespaces = new Set(['cel', 'optional'])
const types = new Set(['bool', 'int', 'uint', 'double', 'string', 'bytes', 'list', 'map', 'null_type', 'type'])

/** What can be told to be wrong from the names in an expression alone: unknown roots and functions, and habits of other languages. */
export function checkNames(node: Node, text: string, functions: () => readonly CelFunction[]): readonly SyntaxProblem[] {
  const problems: SyntaxProblem[] = []
  const visit = (at: Node, bound: readonly string[]): void => {
    const found = problemOf(at, bound, text, functions)
    if (found !== null) problems.push(found)
    if (found !== null && at.kind === 'binary') return
    if (at.kind === 'member') {
      visit(at.of, bound)
      return
    }
    const parts = at.kind === 'call' ? macroParts(at) : null
    for (const part of parts?.outer ?? partsOf(at)) visit(part, bound)
    for (const part of parts?.inner ?? []) visit(part, [...bound, parts?.binds ?? ''])
  }
  visit(node, [])
  return problems
}

/** The names of a namespace are no values: they are not looked at by themselves. */
function partsOf(node: Node): readonly Node[] {
  const isNamespaced = node.kind === 'call' && node.receiver?.kind === 'name' && namespaces.has(node.receiver.name)
  return isNamespaced ? node.args : childrenOf(node)
}

function problemOf(node: Node, bound: readonly string[], text: string, functions: () => readonly CelFunction[]): SyntaxProblem | null {
  switch (node.kind) {
    case 'name':
      return bound.includes(node.name) ? null : nameProblem(node, text)
    case 'call':
      return callProblem(node, functions)
    case 'literal':
      return typeof node.value === 'string' && /\$\{[^}]*\}/.test(node.value) ? nestedTemplate(node) : null
    case 'binary':
      return node.operator === '-' ? subtractionProblem(node, text) : null
    case 'member':
    case 'index':
    case 'list':
    case 'map':
    case 'choice':
    case 'logic':
    case 'unary':
      return null
    default:
      return node satisfies never
  }
}

function nameProblem(node: Name, text: string): SyntaxProblem | null {
  const { name, from, to } = node
  if ((scopeRoots as readonly string[]).includes(name) || types.has(name)) return null
  const near = closest(name, scopeRoots)
  const meant = near === null ? null : `did you mean "${near}"?`
  const quoted = `an expression begins with ${scopeRoots.join(', ')}; text stands in quotes: "${name}"`
  const hint = dashHint(text, from) ?? rootHint(name) ?? meant ?? quoted
  return { code: 'unknown-reference', message: `nothing is named "${name}"`, hint, from, to }
}

/** Nothing can be taken away from a resource or an environment: a name with a dash was meant. */
function subtractionProblem(node: Extract<Node, { kind: 'binary' }>, text: string): SyntaxProblem | null {
  const path = constantPath(node.left)
  if (path?.length !== 2 || (path[0] !== 'resources' && path[0] !== 'environments')) return null
  const hint = dashHint(text, node.right.from) ?? `names with a dash stand in brackets: ${path[0]}["…"]`
  return { code: 'expression-syntax', message: `${pathText(path)} is no number to subtract from`, hint, from: node.left.from, to: node.right.to }
}

function nestedTemplate({ from, to }: Node): SyntaxProblem {
  const hint = 'join texts with "+": "a-" + environment.name; for the characters themselves write "$" + "{"'
  return { code: 'expression-syntax', message: '"${…}" inside an expression is plain text', hint, from, to }
}

function callProblem(node: Call, functions: () => readonly CelFunction[]): SyntaxProblem | null {
  const { name, from, to, receiver, args } = node
  const binds = macroParts(node)?.binds
  // Else a path would mean one thing to the reader and another to the planner.
  if (binds !== undefined && (scopeRoots as readonly string[]).includes(binds)) {
    return { code: 'expression-syntax', message: `"${binds}" has a meaning already`, hint: 'give the variable another name', from, to }
  }
  if (isBind(node)) return null
  if (isHas(node)) return hasProblem(node)
  if (receiver?.kind === 'name' && receiver.name === 'optional' && (name === 'of' || name === 'none')) return null
  const named = functions().filter((each) => each.name === name)
  const method = receiver !== null
  if (named.length === 0) {
    const near = closest(name, new Set(functions().map((each) => each.name)))
    const hint = functionHint(name) ?? (near === null ? undefined : `did you mean "${near}"?`)
    return { code: 'unknown-reference', message: `no function is named "${name}"`, ...(hint === undefined ? {} : { hint }), from, to }
  }
  const alike = named.filter((each) => each.method === method)
  if (alike.length === 0) {
    const hint =
      name === 'contains' ? 'write text.contains(…), or item in list' : method ? `write ${name}(…)` : (functionHint(name) ?? `write value.${name}(…)`)
    return { code: 'expression-syntax', message: method ? `"${name}" is a function` : `"${name}" is called on a value`, hint, from, to }
  }
  if (alike.some((each) => each.arity === args.length)) return null
  const wanted = [...new Set(alike.map((each) => each.arity))].sort((a, b) => a - b).join(' or ')
  return { code: 'expression-type', message: `"${name}" takes ${wanted} ${wanted === '1' ? 'argument' : 'arguments'}, not ${args.length}`, from, to }
}

function hasProblem({ args, from, to }: Call): SyntaxProblem | null {
  const [path] = args
  if (path?.kind === 'member' || path?.kind === 'index') return null
  return { code: 'expression-syntax', message: 'has() asks for a member', hint: 'write has(environment.variables.name)', from, to }
}
