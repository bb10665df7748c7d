import type { Json } from './json.ts'

/** A place in a file of the project. Lines and columns count from 1, columns in UTF-16 units; offsets from 0. */
export interface Position {
  readonly line: number
  readonly column: number
  readonly offset: number
}

/** A stretch of a file, end exclusive; `file` is relative to the project's root, with forward slashes. */
export interface SourceRange {
  readonly file: string
  readonly start: Position
  readonly end: Position
}

/** The user's input is wrong. Collected, never thrown; many in one run. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: 'error' | 'warning'
  /** Lower case, no full stop, names the wrong value; may have several lines when it quotes a tool. */
  readonly message: string
  /** What to do about it. */
  readonly hint?: string
  readonly at?: SourceRange
  /** Other places that belong to it, each with its own words: "first defined here". */
  readonly related?: readonly { readonly message: string; readonly at: SourceRange }[]
  /** The resource it is about, where the place alone does not say so. */
  readonly address?: string
  /** Facts for programs. */
  readonly details?: Readonly<Record<string, Json>>
}

/** Takes one diagnostic; the caller collects them. */
export type Report = (diagnostic: Diagnostic) => void

/** Every diagnostic code with the sentence that `docs/errors.md` gives it. Codes are stable. */
export const diagnosticCodes = {
  // Reading the project
  'project-not-found': 'no genesis.yaml in this folder or above it',
  'project-invalid': 'genesis.yaml has no Project document, or more than one',
  'file-unreadable': 'a file could not be read',
  'input-too-large': 'a file, a document or the whole project is larger than the cap',
  'yaml-syntax': 'the file is not valid YAML',
  'yaml-duplicate-key': 'one key stands twice in a mapping',
  'yaml-alias': 'aliases expand to too much, or to themselves',
  'yaml-depth': 'collections are nested too deeply',
  'yaml-unsupported': 'YAML that has no meaning as plain data: tags, non-string keys, merge keys',
  'number-out-of-range': 'a number that cannot be kept exactly',
  'unknown-kind': 'no such kind',
  'unknown-field': 'no such field here',
  'missing-field': 'a required field is missing',
  'wrong-type': 'the value has the wrong type',
  'invalid-value': 'the value is not one of those allowed here',
  'invalid-name': 'a name with characters that names do not have',
  'not-yet-supported': 'it is part of the design, but this version does not bring it',
  'duplicate-name': 'two documents have the same kind of thing under one name',
  'unknown-environment': 'no environment has this name',
  'unknown-target': 'no resource has this name or address',
  'unknown-label': 'nothing in the project has this label, or this value of it',
  'selection-invalid': 'what is selected contradicts itself, or cannot be planned alone',
  'input-behind': 'recorded values are taken that an apply would perhaps change',
  'unknown-dependency': 'dependsOn names a resource that does not exist here',
  // Expressions
  'expression-syntax': 'the expression cannot be parsed',
  'expression-type': 'the expression cannot be evaluated with these types',
  'expression-failed': 'evaluating the expression failed',
  'expression-limit': 'the expression is too large or takes too long',
  'unknown-reference': 'the expression names something that does not exist',
  'unknown-too-early': 'a value that must be known before planning depends on one that is not',
  // Graph
  'dependency-cycle': 'resources depend on each other in a circle',
  // Plan
  'ownership-conflict': 'two resources claim the same real thing',
  'unclear-move': 'nobody can tell what a recorded resource became, or it cannot have become what is said',
  'path-outside-project': 'the path leads out of the project',
  'resource-invalid': 'the resource cannot be planned as written',
  protected: 'the plan would delete or replace something that is protected',
  'observed-only': 'the environment is only observed, so nothing of it may be changed',
  'state-present': 'a state file lies beside the module',
  'state-damaged': 'the Terraform state of a stack is gone, cut off, or older than what is recorded',
  'module-invalid': 'the Terraform module cannot be used as written',
  'tool-missing': 'a program that is needed is not installed',
  'tool-version': 'a program has the wrong version',
  'tool-failed': 'a program failed while planning',
  'value-unavailable': 'a secret, a credential or a variable from elsewhere could not be had',
  // Configuration, store and plan files
  'config-invalid': 'config/coordination.yaml is wrong',
  'store-unusable': 'the state database cannot be used',
  'no-backup': 'no run leaves a copy of the state database of a protected environment',
  'store-newer': 'the state database was written by a newer Genesis',
  'store-foreign': 'the state database belongs to another project',
  'run-ended': 'the run has ended by itself, and nothing of it is open',
  'run-interrupted': 'an earlier run of this environment did not end',
  'environment-held': 'somebody else works on the environment',
  'unknown-run': 'no run has this id',
  'unknown-checkpoint': 'the environment has no such checkpoint',
  'checkpoint-unusable': 'what the checkpoint consists of is not there any more',
  'plan-invalid': 'the file is no plan, or was edited',
  'plan-stale': 'the world moved since the plan was made',
  'plan-used': 'the plan was applied before',
  'plan-foreign': 'the plan belongs to another project',
  'on-hold': 'the environment is on hold: what applies by itself stays out',
  'confirmation-needed': 'a protected environment asks for more',
  usage: 'the command line is wrong',
} as const

/** A stable diagnostic code. */
export type DiagnosticCode = keyof typeof diagnosticCodes
