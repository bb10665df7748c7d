import type { Cel } from './cel.ts'
import type { CelPlain } from './cel-values.ts'
import type { Scope } from './expression.ts'
import { Failed } from './failed.ts'
import { optionalMisuse } from './habit-hints.ts'
import { enter, HeldList, HeldMap, isRawList, isRawMap, Native, OptionalValue, type Held, type Opened } from './held.ts'
import { expressionLimits } from './limits.ts'
import type { Node, Span } from './syntax.ts'
import { Sensitive, Unknown, unknown, type Value } from './value.ts'

/** The names that macros bind, innermost first. */
export interface Bindings {
  readonly name: string
  readonly held: Held
  readonly outer: Bindings | null
}

/** What evaluating a part gives. */
export type Outcome = Held | Failed

/** Evaluates one part of an expression; the evaluator itself, handed to the parts of it that live in other files. */
export type EvaluateNode = (node: Node, bindings: Bindings | null, evaluation: Evaluation) => Outcome

/** One evaluation of one expression: what it has cost so far, and whether it has looked at anything sensitive. */
export class Evaluation {
  readonly scope: Scope
  /** Loads the library at the first call. */
  readonly cel: () => Cel
  /** Set once anything sensitive was opened: then the whole result is sensitive. */
  sensitive = false
  #stepsLeft: number = expressionLimits.steps
  #plain: Map<object, CelPlain | Unknown> | null = null

  constructor(scope: Scope, cel: () => Cel) {
    this.scope = scope
    this.cel = cel
  }

  /** Counts steps; the failure once there are too many. */
  spend(steps: number, at: Span): Failed | null {
    this.#stepsLeft -= steps
    return this.exhausted(at)
  }

  /** The failure if the steps are used up. Once they are, no logic absorbs it. */
  exhausted(at: Span): Failed | null {
    if (this.#stepsLeft >= 0) return null
    return new Failed('expression-limit', at, `the expression takes more than ${expressionLimits.steps} steps`, 'work on smaller lists')
  }

  /** Looks into a value, not into its parts. */
  open(held: Held): Opened | Unknown {
    if (!(held instanceof Sensitive)) return held
    this.sensitive = true
    // A sensitive value never holds another one directly.
    return enter(held.value) as Opened | Unknown
  }

  /** Looks into a value and all its parts, for the library to compute with. Unknown if any part is. */
  toPlain(held: Held, at: Span, depth = 0): CelPlain | Unknown | Failed {
    const opened = this.open(held)
    if (opened instanceof Unknown) return opened
    const tired = this.spend(typeof opened === 'string' ? 1 + opened.length / 256 : 1, at)
    if (tired !== null) return tired
    if (typeof opened !== 'object' || opened === null) return opened
    if (opened instanceof Native) return opened.value
    if (opened instanceof OptionalValue) return optionalMisused(at)
    if (depth > expressionLimits.valueDepth) return new Failed('expression-limit', at, 'the value is nested too deeply to compute with')
    return this.#plainContainer(opened, at, depth)
  }

  /** {@link toPlain} of several values together. */
  allPlain(held: readonly Held[], at: Span): readonly CelPlain[] | Unknown | Failed {
    const plain: CelPlain[] = []
    let partial = false
    for (const each of held) {
      const part = this.toPlain(each, at)
      if (part instanceof Failed) return part
      if (part instanceof Unknown) partial = true
      else plain.push(part)
    }
    return partial ? unknown : plain
  }

  #plainContainer(opened: Exclude<Opened, null | boolean | bigint | number | string>, at: Span, depth: number): CelPlain | Unknown | Failed {
    // What was converted before was looked at before: it has left its marks.
    const known = this.#plain?.get(opened)
    if (known !== undefined) return known
    const plain = isRawList(opened) || opened instanceof HeldList ? this.#plainList(opened, at, depth) : this.#plainMap(opened, at, depth)
    if (!(plain instanceof Failed)) (this.#plain ??= new Map()).set(opened, plain)
    return plain
  }

  #plainList(list: readonly Value[] | HeldList, at: Span, depth: number): CelPlain | Unknown | Failed {
    const plain: CelPlain[] = []
    let partial = false
    for (const item of list instanceof HeldList ? list.items : list) {
      const part = this.toPlain(list instanceof HeldList ? item : enter(item as Value), at, depth + 1)
      if (part instanceof Failed) return part
      if (part instanceof Unknown) partial = true
      else plain.push(part)
    }
    return partial ? unknown : plain
  }

  #plainMap(map: Opened, at: Span, depth: number): CelPlain | Unknown | Failed {
    const plain = new Map<unknown, CelPlain>()
    let partial = false
    for (const [key, child] of entriesOf(map)) {
      const part = this.toPlain(child, at, depth + 1)
      if (part instanceof Failed) return part
      if (part instanceof Unknown) partial = true
      else plain.set(key, part)
    }
    return partial ? unknown : plain
  }
}

function entriesOf(map: Opened): readonly (readonly [unknown, Held])[] {
  if (map instanceof HeldMap) return [...map.entries]
  return isRawMap(map) ? Object.entries(map).map(([key, child]) => [key, enter(child)] as const) : []
}

/** An optional where a value is wanted. */
export function optionalMisused(at: Span): Failed {
  return new Failed('expression-type', at, optionalMisuse.message, optionalMisuse.hint)
}
