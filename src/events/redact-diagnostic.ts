import type { Diagnostic } from './diagnostic.ts'

/** A diagnostic without secrets in its texts. */
export function redactDiagnostic(diagnostic: Diagnostic, redact: (text: string) => string): Diagnostic {
  const { message, hint, related } = diagnostic
  return {
    ...diagnostic,
    message: redact(message),
    ...(hint === undefined ? {} : { hint: redact(hint) }),
    ...(related === undefined ? {} : { related: related.map((one) => ({ ...one, message: redact(one.message) })) }),
  }
}
