import type { Files } from '../../ports/files.ts'
import type { FileTargets } from './file-target.ts'

/** What the kind File works with. */
export interface FilePorts {
  readonly files: Files
  readonly targets: FileTargets
}
