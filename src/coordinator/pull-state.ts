import { ExitCode } from '../events/exit-code.ts'
import type { KeptState } from '../plan/provider.ts'
import { FileError, type Files } from '../ports/files.ts'
import type { Store } from '../ports/store.ts'
import { answered, refused, type Result } from './result.ts'

/** Where it is, and where to. */
export interface PullOptions {
  readonly store: Pick<Store, 'terraformState' | 'stateCopy'>
  readonly files: Pick<Files, 'write'>
  /** Absolute; the file is readable for its owner alone. Null: it is only given back. */
  readonly out: string | null
}

/** The newest version of a stack's Terraform state that is in the store: the kept one, or the copy of one that lies elsewhere. */
export async function pullState({ store, files, out }: PullOptions, address: string): Promise<Result<KeptState>> {
  const state = (await store.terraformState(address)) ?? (await store.stateCopy(address))
  if (state === null) {
    const hint = 'genesis state list shows what is recorded; of other kinds, and before the first apply, there is none'
    return refused([{ code: 'unknown-target', severity: 'error', message: `no Terraform state of ${address} is in the state database`, hint }])
  }
  try {
    if (out !== null) await files.write(out, state.body, { mode: 0o600, durable: true })
    return answered(state)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const message = `the state could not be written to ${out ?? ''}: ${error.reason}`
    return refused([{ code: 'file-unreadable', severity: 'error', message, hint: 'choose another place' }], ExitCode.error)
  }
}
