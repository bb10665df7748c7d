import { ExitCode } from '../events/exit-code.ts'
import { FileError } from '../ports/files.ts'
import { StoreError } from '../ports/store.ts'
import { explainFileError } from '../providers/file-error-text.ts'
import { refused, type Result } from './result.ts'

/**
 * What the work answers; a refusal where the disk does not take what Genesis itself keeps. A run that is under way tells of such trouble in
 * its report, so that nothing was applied where it comes here; what had begun before stays open for the next command.
 */
export async function refusingDiskTrouble<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work()
  } catch (error) {
    const trouble = { code: 'store-unusable', severity: 'error' } as const
    if (error instanceof StoreError) return refused([{ ...trouble, message: error.message, hint: 'nothing was touched' }])
    if (error instanceof FileError) return refused([{ ...trouble, ...explainFileError(error, error.path) }], ExitCode.error)
    throw error
  }
}
