import { optionalMisused, type Bindings, type EvaluateNode, type Evaluation, type Outcome } from './evaluation.ts'
import { Failed } from './failed.ts'
import { HeldList, listItems, mapKeys, OptionalValue, typeName, type Held } from './held.ts'
import { comprehensionVariable, isHas, macroParts } from './macros.ts'
import { absent, isNull, lookUp, type Lookup } from './read-member.ts'
import type { Call, Node } from './syntax.ts'
import { Unknown, unknown } from './value.ts'
import { withinLimits } from './within-limits.ts'

/** Evaluates a macro: `has`, `cel.bind`, and those that go over the items of a list or the keys of a map. */
export function evaluateMacro(node: Call, bindings: Bindings | null, evaluation: Evaluation, evaluate: EvaluateNode): Outcome {
  if (isHas(node)) return has(node, bindings, evaluation, evaluate)
  const parts = macroParts(node)
  const [range] = parts?.outer ?? []
  if (parts === null || range === undefined) return new Failed('expression-type', node, `"${node.name}" is used in a wrong way`)
  const held = evaluate(range, bindings, evaluation)
  if (held instanceof Failed) return held
  const bind = (value: Held): Bindings => ({ name: parts.binds, held: value, outer: bindings })
  const run = (part: Node | undefined, item: Held): Outcome => (part === undefined ? null : evaluate(part, bind(item), evaluation))
  if (comprehensionVariable(node) === null) return run(parts.inner[0], held)
  const opened = evaluation.open(held)
  if (opened instanceof Unknown) return unknown
  if (opened instanceof OptionalValue) return optionalMisused(range)
  const items = listItems(opened) ?? mapKeys(opened)
  if (items === null) return new Failed('expression-type', range, `"${node.name}" goes over a list or a map, this is ${typeName(opened)}`)
  return comprehend({ node, inner: parts.inner, items, evaluation, run })
}

interface Comprehension {
  readonly node: Call
  readonly inner: readonly Node[]
  readonly items: readonly Held[]
  readonly evaluation: Evaluation
  readonly run: (part: Node | undefined, item: Held) => Outcome
}

function comprehend(comprehension: Comprehension): Outcome {
  const { node, inner, items, evaluation, run } = comprehension
  const tired = evaluation.spend(items.length, node)
  if (tired !== null) return tired
  const test = (item: Held): boolean | Unknown | Failed => asBool(run(inner[0], item), node, evaluation)
  switch (node.name) {
    case 'all':
      return quantify(comprehension, test, false)
    case 'exists':
      return quantify(comprehension, test, true)
    case 'exists_one':
      return existsOne(items, test)
    case 'filter':
      return collect(comprehension, test, (item) => item)
    default:
      return inner.length === 1
        ? collect(
            comprehension,
            () => true,
            (item) => run(inner[0], item),
          )
        : collect(comprehension, test, (item) => run(inner[1], item))
  }
}

function asBool(outcome: Outcome, node: Call, evaluation: Evaluation): boolean | Unknown | Failed {
  if (outcome instanceof Failed) return outcome
  const opened = evaluation.open(outcome)
  if (opened instanceof Unknown || typeof opened === 'boolean') return opened
  return new Failed('expression-type', node, `the test of "${node.name}" must be true or false, this is ${typeName(opened)}`)
}

/** One deciding item decides, whatever the others are; short of that what is unknown may yet decide it. */
function quantify({ node, items, evaluation }: Comprehension, test: (item: Held) => boolean | Unknown | Failed, decisive: boolean): Outcome {
  let open: Unknown | Failed | null = null
  for (const item of items) {
    const answer = test(item)
    const tired = evaluation.exhausted(node)
    if (tired !== null) return tired
    if (answer === decisive) return decisive
    if (answer instanceof Unknown || (answer instanceof Failed && open === null)) open = answer
  }
  return open ?? !decisive
}

function existsOne(items: readonly Held[], test: (item: Held) => boolean | Unknown | Failed): Outcome {
  let found = 0
  let partial = false
  for (const item of items) {
    const answer = test(item)
    if (answer instanceof Failed) return answer
    if (answer instanceof Unknown) partial = true
    if (answer === true) found++
  }
  return partial ? unknown : found === 1
}

function collect({ node, items, evaluation }: Comprehension, test: (item: Held) => boolean | Unknown | Failed, transform: (item: Held) => Outcome): Outcome {
  const collected: Held[] = []
  let partial = false
  for (const item of items) {
    const wanted = test(item)
    if (wanted instanceof Failed) return wanted
    if (wanted === false) continue
    const held = transform(item)
    if (held instanceof Failed) return held
    if (wanted instanceof Unknown) partial = true
    else collected.push(held)
  }
  // Which items are in it is not known, so neither is any place in the list.
  return partial ? unknown : withinLimits(new HeldList(collected), node, evaluation)
}

/** Whether a path exists to its last step. Unlike CEL's own, a step missing on the way makes it false too. */
function has(node: Call, bindings: Bindings | null, evaluation: Evaluation, evaluate: EvaluateNode): Outcome {
  const [path] = node.args
  if (path?.kind !== 'member' && path?.kind !== 'index') return new Failed('expression-type', node, 'has() asks for a member of something')
  const base = find(path.of, bindings, evaluation, evaluate)
  if (base === absent) return false
  const key = path.kind === 'member' ? path.name : evaluate(path.index, bindings, evaluation)
  if (base instanceof Failed) return base
  if (key instanceof Failed) return key
  const opened = evaluation.open(base)
  if (opened instanceof Unknown || evaluation.open(key) instanceof Unknown) return unknown
  if (opened === null) return false
  const found = lookUp(opened, key, path, evaluation)
  return found instanceof Failed ? found : found !== absent
}

/** The value of a path, or that one of its steps is missing. */
function find(node: Node, bindings: Bindings | null, evaluation: Evaluation, evaluate: EvaluateNode): Lookup {
  if (node.kind !== 'member' && node.kind !== 'index') return evaluate(node, bindings, evaluation)
  const tired = evaluation.spend(1, node)
  if (tired !== null) return tired
  const base = find(node.of, bindings, evaluation, evaluate)
  if (base === absent || base instanceof Failed) return base
  const key = node.kind === 'member' ? node.name : evaluate(node.index, bindings, evaluation)
  if (key instanceof Failed) return key
  return isNull(base) ? absent : lookUp(base, key, node, evaluation)
}
