import type { Diagnostic } from '../../../events/diagnostic.ts'
import type { TerraformEnd } from './run-terraform.ts'

/** What to say of a command that did not come to its own end; null for one that did. */
export function notEnded({ exit, interrupted, timedOut }: TerraformEnd, command: string, address: string): Diagnostic | null {
  const about = { severity: 'error', address } as const
  if (interrupted) return { ...about, code: 'tool-failed', message: `terraform ${command} was interrupted` }
  if (timedOut)
    return { ...about, code: 'tool-failed', message: `terraform ${command} took longer than it may`, hint: 'give it more time, or find out what it waits for' }
  switch (exit.kind) {
    case 'exited':
      return null
    case 'signalled':
      return { ...about, code: 'tool-failed', message: `terraform ${command} was ended by the signal ${exit.signal}` }
    case 'not-started':
      return { ...about, code: exit.reason === 'program-not-found' ? 'tool-missing' : 'tool-failed', message: exit.message }
    default:
      return exit satisfies never
  }
}
