import type { Report } from '../events/diagnostic.ts'
import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'
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

type Path = readonly (string | number)[]

/** What becomes of a part of the tree. */
type Change =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'template'; readonly parts: readonly CompiledPart[] | null; readonly path: Path }
  | { readonly kind: 'list'; readonly base: readonly Json[]; readonly changed: readonly (readonly [number, Change])[] }
  | { readonly kind: 'map'; readonly base: JsonObject; readonly changed: readonly (readonly [string, Change])[] }

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
    const { tree } = this.#source
    const plan = this.#plan(tree)
    return compiledTree(plan, this.#references.slice(), { tree, locate: this.#source.locate, compiler: this.#compiler })
  }

  #plan(tree: Json): Change | null {
    if (typeof tree === 'string') return tree.includes('${') ? this.#planString(tree) : null
    if (typeof tree !== 'object' || tree === null) return null
    if (this.#path.length >= expressionLimits.treeDepth) {
      const message = `collections are nested more than ${expressionLimits.treeDepth} deep`
      this.#report({ code: 'yaml-depth', severity: 'error', message, at: this.#source.locate(this.#path.slice()) })
      return null
    }
    return isJsonObject(tree) ? this.#planMap(tree) : this.#planList(tree)
  }

  #planList(base: readonly Json[]): Change | null {
    const changed: [number, Change][] = []
    base.forEach((item, index) => {
      const plan = this.#below(index, item)
      if (plan !== null) changed.push([index, plan])
    })
    return changed.length === 0 ? null : { kind: 'list', base, changed: changed.slice() }
  }

  #planMap(tree: JsonObject): Change | null {
    const changed: [string, Change][] = []
    let renamed: Map<string, string> | null = null
    for (const key of Object.keys(tree)) {
      const name = key.includes('${') ? this.#key(key) : key
      if (name !== key) renamed = (renamed ?? new Map<string, string>()).set(key, name)
      const plan = this.#below(key, tree[key] ?? null)
      if (plan !== null) changed.push([name, plan])
    }
    // A list that grew has room for sixteen more, in every resource: a copy has none.
    if (renamed === null) return changed.length === 0 ? null : { kind: 'map', base: tree, changed: changed.slice() }
    const base = Object.fromEntries(Object.entries(tree).map(([key, child]) => [renamed.get(key) ?? key, child] as const))
    return { kind: 'map', base, changed }
  }

  #below(step: string | number, child: Json): Change | null {
    // Most of a tree is scalars without expressions.
    if (typeof child === 'string' ? !child.includes('${') : typeof child !== 'object') return null
    this.#path.push(step)
    const plan = this.#plan(child)
    this.#path.pop()
    return plan
  }

  #planString(text: string): Change | null {
    const path = this.#path.slice()
    const { locate } = this.#source
    const { parts, references } = compileTemplate(text, {
      compiler: this.#compiler,
      // Lives as long as the references that it finds the places of: it must not hold the compilation.
      locate: (from, to) => locate(path, [from, to]),
      report: this.#report,
      staticScope: this.#staticScope,
    })
    this.#references.push(...references)
    const [only] = parts ?? []
    if (parts?.length === 1 && only?.kind === 'text') return { kind: 'text', text: only.text }
    // With text beside it, an expression makes text.
    return { kind: 'template', parts: this.#source.asText === true ? (parts?.concat({ kind: 'text', text: '' }) ?? null) : parts, path }
  }

  /** Keys hold no expressions: what a document has must be known from its text. */
  #key(key: string): string {
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

/** Apart from the compilation, which would live as long as what evaluates its tree. */
function compiledTree(
  plan: Change | null,
  references: readonly Reference[],
  { tree, ...context }: Omit<EvaluationContext, 'scope'> & { readonly tree: Json },
): CompiledTree {
  if (plan === null) return { references, constant: true, evaluate: () => ({ ok: true, value: tree }) }
  return { references, constant: false, evaluate: (scope) => evaluatePlan(plan, { ...context, scope }) }
}

interface EvaluationContext {
  readonly scope: Scope
  readonly compiler: ExpressionCompiler
  readonly locate: TreeSource['locate']
}

function evaluatePlan(plan: Change, context: EvaluationContext): Evaluated {
  const failures: EvaluationFailure[] = []
  const value = planValue(plan, context, failures)
  return failures.length > 0 ? { ok: false, failures } : { ok: true, value }
}

function planValue(plan: Change, context: EvaluationContext, failures: EvaluationFailure[]): Value {
  switch (plan.kind) {
    case 'text':
      return plan.text
    case 'list': {
      const list: Value[] = [...plan.base]
      for (const [index, child] of plan.changed) list[index] = planValue(child, context, failures)
      return list
    }
    case 'map': {
      // Spreading gives every key an own property, `__proto__` too, so that setting it is safe.
      const map: Record<string, Value> = { ...plan.base }
      for (const [key, child] of plan.changed) map[key] = planValue(child, context, failures)
      return map
    }
    case 'template':
      return templateValue(plan, context, failures)
    default:
      return plan satisfies never
  }
}

function templateValue(
  plan: Extract<Change, { readonly kind: 'template' }>,
  { scope, compiler, locate }: EvaluationContext,
  failures: EvaluationFailure[],
): Value {
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
