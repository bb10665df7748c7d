import type { Diagnostic } from '../../events/diagnostic.ts'
import type { TerraformDiagnostic } from './terraform/terraform-message.ts'

/**
 * Why a stack cannot be planned or applied: something the user or the world did, found deep below. Thrown inside this provider only; its
 * four doors turn it into an answer.
 */
export class StackTrouble extends Error {
  override readonly name = 'StackTrouble'
  readonly diagnostics: readonly Diagnostic[]
  /** What Terraform said, with its places in the snapshot; empty where it was not Terraform. */
  readonly said: readonly TerraformDiagnostic[]

  constructor(diagnostics: readonly Diagnostic[], said: readonly TerraformDiagnostic[] = []) {
    super(diagnostics.map((diagnostic) => diagnostic.message).join('\n'))
    this.diagnostics = diagnostics
    this.said = said
  }
}

/** A trouble of one diagnostic. */
export function trouble(diagnostic: Omit<Diagnostic, 'severity'>): StackTrouble {
  return new StackTrouble([{ severity: 'error', ...diagnostic }])
}

/** What it is about, as one text. */
export function diagnosticsText({ diagnostics }: StackTrouble): string {
  return diagnostics.map(({ message }) => message).join('\n')
}
