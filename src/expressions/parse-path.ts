import type { Member, Node } from './syntax.ts'

/** A name, then members, whole-number indexes and plain quoted keys; nothing else, no space inside. */
const pathPattern = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[(?:0|[1-9]\d{0,8})\]|\["[^"\\\r\n]*"\]|\['[^'\\\r\n]*'\])*$/
const stepPattern = /\.([A-Za-z_]\w*)|\[(\d+)\]|\[(["'])([^"'\\\r\n]*)\3\]/y
const stepsAtMost = 32

/** Words the language keeps for itself as a first name, and those that are never a name. */
const reserved = new Set('as break const continue else for function if import let loop package namespace return var void while __proto__ prototype'.split(' '))
const literals = new Set(['true', 'false', 'null', 'in'])

/**
 * Parses an expression that is only a path, `resources.network.outputs.ids[0]`, much faster than the full parser and without loading it; null
 * for everything else, also for wrong paths. Gives exactly the tree the full parser gives.
 */
export function parsePath(text: string): Node | null {
  const from = text.length - text.trimStart().length
  const path = text.trim()
  if (!pathPattern.test(path)) return null
  const root = /^\w+/.exec(path)?.[0] ?? ''
  if (reserved.has(root) || literals.has(root)) return null
  let node: Node = { kind: 'name', name: root, from, to: from + root.length }
  stepPattern.lastIndex = root.length
  for (let steps = 0; stepPattern.lastIndex < path.length; steps++) {
    const start = from + stepPattern.lastIndex
    const match = stepPattern.exec(path)
    if (match === null || steps === stepsAtMost) return null
    const step: Omit<Member, 'kind' | 'name'> = { of: node, optional: false, from, to: from + stepPattern.lastIndex }
    const [, member, index, , key] = match
    if (member !== undefined) {
      if (literals.has(member)) return null
      node = { kind: 'member', name: member, ...step }
    } else {
      const value = index === undefined ? (key ?? '') : BigInt(index)
      node = { kind: 'index', index: { kind: 'literal', value, from: start + 1, to: step.to - 1 }, ...step }
    }
  }
  return node
}
