import type { Call, Name, Node } from './syntax.ts'

/** How many arguments each macro takes that is called on a list or a map; the first is the name it binds. */
const comprehensions: ReadonlyMap<string, readonly number[]> = new Map([
  ['all', [2]],
  ['exists', [2]],
  ['exists_one', [2]],
  ['map', [2, 3]],
  ['filter', [2]],
])

/** Whether a call is a macro: then its arguments are not evaluated like those of a function. */
export function isMacro(node: Call): boolean {
  return isHas(node) || isBind(node) || comprehensionVariable(node) !== null
}

/** Whether it is `has(path)`. */
export function isHas(node: Call): boolean {
  return node.receiver === null && node.name === 'has' && node.args.length === 1
}

/** Whether it is `cel.bind(name, value, expression)`. */
export function isBind(node: Call): boolean {
  return node.name === 'bind' && node.receiver?.kind === 'name' && node.receiver.name === 'cel' && node.args.length === 3 && node.args[0]?.kind === 'name'
}

/** The variable that `all`, `exists`, `exists_one`, `map` or `filter` binds; null for other calls. */
export function comprehensionVariable(node: Call): Name | null {
  if (node.receiver === null || comprehensions.get(node.name)?.includes(node.args.length) !== true) return null
  const [variable] = node.args
  return variable?.kind === 'name' ? variable : null
}

/** The parts of a macro that see the names outside, and those that see the name it binds too; null for calls that are no macro with a name. */
export function macroParts(node: Call): { readonly outer: readonly Node[]; readonly inner: readonly Node[]; readonly binds: string } | null {
  if (isBind(node)) {
    const [variable, value, body] = node.args
    return variable?.kind === 'name' && value !== undefined && body !== undefined ? { outer: [value], inner: [body], binds: variable.name } : null
  }
  const variable = comprehensionVariable(node)
  return variable === null || node.receiver === null ? null : { outer: [node.receiver], inner: node.args.slice(1), binds: variable.name }
}
