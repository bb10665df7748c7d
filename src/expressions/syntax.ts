import type { Native } from './held.ts'

/** A part of an expression's text, as offsets into it; `to` exclusive. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** An operator between two operands whose both sides are always evaluated. */
export type BinaryOperator = '==' | '!=' | 'in' | '+' | '-' | '*' | '/' | '%' | '<' | '<=' | '>' | '>='

/** A literal: integers are bigint, doubles number, bytes and unsigned integers {@link Native}. */
export interface Literal extends Span {
  readonly kind: 'literal'
  readonly value: null | boolean | bigint | number | string | Native
}

/** A bare name: a root of the scope, a variable of a macro, or a type. */
export interface Name extends Span {
  readonly kind: 'name'
  readonly name: string
}

/** `of.name`; `of.?name` where it is optional. */
export interface Member extends Span {
  readonly kind: 'member'
  readonly of: Node
  readonly name: string
  readonly optional: boolean
}

/** `of[index]`; `of[?index]` where it is optional. */
export interface Index extends Span {
  readonly kind: 'index'
  readonly of: Node
  readonly index: Node
  readonly optional: boolean
}

/** A function, a method (with receiver) or a macro. */
export interface Call extends Span {
  readonly kind: 'call'
  readonly name: string
  readonly receiver: Node | null
  readonly args: readonly Node[]
}

/** The syntax tree of one expression: the part of CEL that the evaluator knows, whoever parsed it. */
export type Node =
  | Literal
  | Name
  | Member
  | Index
  | Call
  | ({ readonly kind: 'list'; readonly items: readonly Node[] } & Span)
  | ({ readonly kind: 'map'; readonly entries: readonly (readonly [Node, Node])[] } & Span)
  | ({ readonly kind: 'choice'; readonly condition: Node; readonly yes: Node; readonly no: Node } & Span)
  | ({ readonly kind: 'logic'; readonly operator: '&&' | '||'; readonly left: Node; readonly right: Node } & Span)
  | ({ readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: Node } & Span)
  | ({ readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node } & Span)

/** What is wrong with an expression, found without evaluating it. */
export interface SyntaxProblem extends Span {
  readonly code: 'expression-syntax' | 'expression-type' | 'expression-limit' | 'unknown-reference' | 'unknown-too-early' | 'not-yet-supported'
  readonly message: string
  readonly hint?: string
}

/** The parts directly below a node, in the order they stand in the text. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
      return []
    case 'member':
      return [node.of]
    case 'index':
      return [node.of, node.index]
    case 'call':
      return node.receiver === null ? node.args : [node.receiver, ...node.args]
    case 'list':
      return node.items
    case 'map':
      return node.entries.flat()
    case 'choice':
      return [node.condition, node.yes, node.no]
    case 'logic':
    case 'binary':
      return [node.left, node.right]
    case 'unary':
      return [node.operand]
    default:
      return node satisfies never
  }
}
