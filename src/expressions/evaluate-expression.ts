import type { Cel } from './cel.ts'
import { evaluateNode } from './evaluate-node.ts'
import { Evaluation } from './evaluation.ts'
import type { Scope } from './expression.ts'
import { Failed } from './failed.ts'
import { leaveValue } from './leave-value.ts'
import type { Node } from './syntax.ts'
import { Sensitive, type Value } from './value.ts'

/** Evaluates one expression. A result that came from looking at something sensitive is sensitive as a whole, and so are its failures. */
export function evaluateExpression(node: Node, scope: Scope, cel: () => Cel): Value | Failed {
  const evaluation = new Evaluation(scope, cel)
  const outcome = evaluateNode(node, null, evaluation)
  const value = outcome instanceof Failed ? outcome : leaveValue(outcome, node)
  if (!evaluation.sensitive) return value
  if (!(value instanceof Failed)) return new Sensitive(value)
  if (value.code === 'expression-limit') return value
  // The words of a failure may quote the value.
  return new Failed(value.code, value.at, 'this fails on a sensitive value', 'what exactly is wrong is withheld, since it could tell the value')
}
