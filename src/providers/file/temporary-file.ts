import { dirname, join } from 'node:path'
import { digest } from '../../plan/digest.ts'
import type { ApplyRequest } from '../../plan/provider.ts'
import type { FileTarget } from './file-target.ts'

/** Where a step fills a File before it puts it in place. By its key, so that whoever asks what became of the step finds it there. */
export function temporaryFor({ realPath }: Pick<FileTarget, 'realPath'>, { key }: Pick<ApplyRequest, 'key'>): string {
  return join(dirname(realPath), `.genesis-${digest(key).slice(-16)}.tmp`)
}
