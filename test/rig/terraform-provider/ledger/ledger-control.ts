import { fieldsOf, type LabFields } from './lab-object.ts'
import type { Ledger } from './ledger.ts'
import type { Rule } from './rule.ts'

/**
 * What people and scripts in other processes ask of a ledger; undefined for a request that does not exist. By hand:
 * `curl --unix-socket ledger.sock http://lab/objects`.
 */
export async function answerControl(ledger: Ledger, request: string, body: unknown): Promise<unknown> {
  switch (request) {
    case 'GET /objects':
      return ledger.objects()
    case 'GET /calls':
      return ledger.calls()
    case 'GET /duplicates':
      return ledger.duplicates()
    case 'POST /script':
      ledger.script(...(body as readonly Rule[]))
      return null
    case 'POST /unscript':
      ledger.unscript()
      return null
    case 'POST /release':
      ledger.release()
      return null
    case 'POST /drift': {
      const { id, ...patch } = body as Partial<LabFields> & { readonly id: string }
      return ledger.drift(id, patch)
    }
    case 'POST /delete':
      await ledger.deleteOutside((body as { readonly id: string }).id)
      return null
    case 'POST /add':
      return ledger.addOutside(fieldsOf(body as LabFields))
    default:
      return undefined
  }
}
