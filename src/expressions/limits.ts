/** What one expression may cost. Beyond it the answer is a diagnostic or a failure, never a hang. */
export const expressionLimits = {
  /** UTF-16 units of one expression's text. */
  textLength: 10_000,
  /** Nodes of its syntax tree. */
  nodes: 2_000,
  /** How deep its parentheses, indexes and members go. */
  depth: 50,
  /** Steps of one evaluation; every node visited, value converted and 256 characters handled is one. */
  steps: 250_000,
  /** UTF-16 units of a text it makes. */
  stringLength: 1_048_576,
  /** Items of a list or a map it makes. */
  items: 100_000,
  /** How deep a value goes that it computes with. */
  valueDepth: 200,
  /** UTF-16 units of a pattern given to `matches`. */
  patternLength: 1_000,
  /** How deep the tree goes that holds the expressions. */
  treeDepth: 200,
} as const
