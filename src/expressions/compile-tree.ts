import type { Report } from '../events/diagnostic.ts'
import type { Json } from '../events/json.ts'
import { ExpressionCompiler } from './compile-expression.ts'
import { compileTemplate, type CompiledPart } from './compile-template.ts'
import { evaluateTemplate } from './evaluate-template.ts'
import type { CompiledTree, Evaluated, EvaluationFailure, Reference, Scope, TreeSource } from './expression.ts'
import { expressionLimits } from './limits.ts'
import { scanTemplate } from './scan-template.ts'
import { unknown, type Value } from './value.ts'

/**
 * Compiles a tree; reports everything that is wrong with its expressions. What was reported evaluates to unknown. `staticScope` holds what
 * is known before planning: names of resources and environments may be computed of it.
 */
export type CompileTree = (source: TreeSource, report: Report, staticScope?: Scope) => CompiledTree

/** A compiler that parses each expression once, in however many trees it stands. */
export function createTreeCompiler(): CompileTree {
  const compiler = new ExpressionCompiler()
  return (source, report, staticScope) => new TreeCompilation(compiler, source, report, staticScope ?? null).compile()
}

/** Compiles a single tree. For many trees {@link createTreeCompiler} is faster. */
export const compileTree: CompileTree = (source, report, staticScope) => createTreeCompiler()(source, report, staticScope)

type Path = readonly (string | number)[]

type Plan =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'template'; readonly parts: readonly CompiledPart[] | null; readonly path: Path }
  | { readonly kind: 'list'; readonly items: readonly Plan[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Plan])[] }

class TreeCompilation {
  readonly #compiler: ExpressionCompiler
  readonly #source: TreeSource
  readonly #report: Report
  readonly #staticScope: Scope | null
  readonly #references: Reference[] = []
  readonly #path: (string | number)[] = []

  constructor(compiler: ExpressionCompiler, source: TreeSource, report: Report, staticScope: Scope | null) {
    this.#compiler = compiler
    this.#source = source
    this.#report = report
    this.#staticScope = staticScope
  }

  compile(): CompiledTree {
    const plan = this.#plan(this.#source.tree)
    const references = this.#references
    if (plan.kind === 'constant' && plan.value === this.#source.tree) {
      return { references, constant: true, evaluate: () => ({ ok: true, value: plan.value }) }
    }
    const { locate } = this.#source
    return { references, constant: false, evaluate: (scope) => evaluatePlan(plan, { scope, compiler: this.#compiler, locate }) }
  }

  #plan(tree: Json): Plan {
    if (typeof tree === 'string') return this.#planString(tree)
    if (typeof tree !== 'object' || tree === null) return { kind: 'constant', value: tree }
    if (this.#path.length >= expressionLimits.treeDepth) {
      const message = `collections are nested more than ${expressionLimits.treeDepth} deep`
      this.#report({ code: 'yaml-depth', severity: 'error', message, at: this.#source.locate(this.#path.slice()) })
      return { kind: 'constant', value: null }
    }
    if (Array.isArray(tree)) {
      const items = (tree as readonly Json[]).map((item, index) => this.#below(index, item))
      return items.every((item, index) => isSame(item, tree[index] as Json)) ? { kind: 'constant', value: tree } : { kind: 'list', items }
    }
    const object = tree as { readonly [key: string]: Json }
    const entries = Object.entries(object).map(([key, child]) => [this.#key(key), this.#below(key, child)] as const)
    const same = entries.every(([key, child]) => Object.hasOwn(object, key) && isSame(child, object[key] ?? null))
    return same ? { kind: 'constant', value: tree } : { kind: 'map', entries }
  }

  #below(step: string | number, child: Json): Plan {
    this.#path.push(step)
    const plan = this.#plan(child)
    this.#path.pop()
    return plan
  }

  #planString(text: string): Plan {
    if (!text.includes('${')) return { kind: 'constant', value: text }
    const path = this.#path.slice()
    const { parts, references } = compileTemplate(text, {
      compiler: this.#compiler,
      locate: (from, to) => this.#source.locate(path, [from, to]),
      report: this.#report,
      staticScope: this.#staticScope,
    })
    this.#references.push(...references)
    const [only] = parts ?? []
    if (parts?.length === 1 && only?.kind === 'text') return { kind: 'constant', value: only.text }
    return { kind: 'template', parts, path }
  }

  /** Keys hold no expressions: what a document has must be known from its text. */
  #key(key: string): string {
    if (!key.includes('${')) return key
    const { parts, problem } = scanTemplate(key)
    const [only] = parts
    if (problem === null && parts.length === 1 && only?.kind === 'text') return only.text
    this.#report({
      code: 'expression-syntax',
      severity: 'error',
      message: `the key "${key}" holds an expression`,
      hint: 'make the whole map one expression, or write "$${" for the characters themselves',
      at: this.#source.locate([...this.#path, key]),
    })
    return key
  }
}

/** Whether a part of the tree stays as it is. */
function isSame(plan: Plan, tree: Json): boolean {
  return plan.kind === 'constant' && plan.value === tree
}

interface EvaluationContext {
  readonly scope: Scope
  readonly compiler: ExpressionCompiler
  readonly locate: TreeSource['locate']
}

function evaluatePlan(plan: Plan, context: EvaluationContext): Evaluated {
  const failures: EvaluationFailure[] = []
  const value = planValue(plan, context, failures)
  return failures.length > 0 ? { ok: false, failures } : { ok: true, value }
}

function planValue(plan: Plan, context: EvaluationContext, failures: EvaluationFailure[]): Value {
  switch (plan.kind) {
    case 'constant':
      return plan.value
    case 'list':
      return plan.items.map((item) => planValue(item, context, failures))
    case 'map':
      return Object.fromEntries(plan.entries.map(([key, child]) => [key, planValue(child, context, failures)] as const))
    case 'template':
      return templateValue(plan, context, failures)
    default:
      return plan satisfies never
  }
}

function templateValue(plan: Extract<Plan, { kind: 'template' }>, { scope, compiler, locate }: EvaluationContext, failures: EvaluationFailure[]): Value {
  if (plan.parts === null) return unknown
  const evaluated = evaluateTemplate(plan.parts, scope, compiler.cel)
  if (evaluated.ok) return evaluated.value
  for (const { failed, offset } of evaluated.failures) {
    const { code, message, hint } = failed
    const at = locate(plan.path, [offset + failed.at.from, offset + failed.at.to])
    failures.push({ code, message, ...(hint === undefined ? {} : { hint }), at })
  }
  return unknown
}
