import type { DiagnosticCode } from '../../../events/diagnostic.ts'
import type { TerraformDiagnostic } from './terraform-message.ts'

/** What is known of one of Terraform's messages beside its text. */
export interface KnownTrouble {
  readonly code?: DiagnosticCode
  readonly hint?: string
  /** `init` mends it. */
  readonly needsInit?: boolean
  /** The saved plan and the world do not fit any more. */
  readonly isStale?: boolean
  /** It goes away by itself. */
  readonly transient?: boolean
  /** It comes with others, and says nothing of what went wrong. */
  readonly isEcho?: boolean
}

const lockHint =
  'the committed .terraform.lock.hcl does not cover what the module needs: run "terraform init -upgrade" (or "terraform providers lock") in the module and commit the file'

/** By summary, or by summary and detail together where the summary says too little; the first that fits counts. */
const troubles: readonly (KnownTrouble & { readonly pattern: RegExp })[] = [
  // Said of every provider without a block that could not be configured, whatever the reason.
  { pattern: /^Invalid provider configuration\nProvider "[^"]*" requires explicit configuration/u, isEcho: true },
  { pattern: /^Saved plan is stale/u, isStale: true },
  { pattern: /^Unsupported (?:Terraform|OpenTofu) Core version/u, code: 'tool-version' },
  { pattern: /^Provider dependency changes detected/u, hint: lockHint },
  { pattern: /^Inconsistent dependency lock file/u, needsInit: true, hint: lockHint },
  {
    pattern:
      /^(?:Backend initialization required|Backend configuration changed|Module not installed|Module source has changed|Required plugins are not installed|Initialization required|Could not load plugin)/u,
    needsInit: true,
  },
  {
    // Not tried again: Terraform itself has waited for it.
    pattern: /^Error acquiring the state lock/u,
    hint: 'somebody else works on this state; if nobody does, "terraform force-unlock ID" in the module frees it',
  },
  {
    pattern: /(?:connection refused|connection reset by peer|i\/o timeout|TLS handshake timeout|no such host|network is unreachable|unexpected EOF)/u,
    transient: true,
  },
  {
    pattern: /(?:RequestLimitExceeded|Throttling|ThrottlingException|TooManyRequests|Too Many Requests|Rate exceeded|rateLimitExceeded|SlowDown)/u,
    transient: true,
  },
  { pattern: /(?:502 Bad Gateway|503 Service Unavailable|504 Gateway Timeout|ServiceUnavailable|InternalServerError)/u, transient: true },
]

/** What is known of a message; empty for an unknown one. */
export function knownTrouble({ summary, detail }: Pick<TerraformDiagnostic, 'summary' | 'detail'>): KnownTrouble {
  const text = `${summary}\n${detail}`
  return troubles.find(({ pattern }) => pattern.test(text)) ?? {}
}
