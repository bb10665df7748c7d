import { FileError, type FileErrorReason } from '../ports/files.ts'

const reasons: Readonly<Record<string, FileErrorReason>> = {
  ENOENT: 'not-found',
  EEXIST: 'exists',
  ENOTDIR: 'not-a-directory',
  EISDIR: 'is-a-directory',
  ERR_FS_EISDIR: 'is-a-directory',
  EACCES: 'permission',
  EPERM: 'permission',
  EROFS: 'read-only',
  ENOSPC: 'no-space',
  EDQUOT: 'no-space',
  EFBIG: 'too-large',
  ELOOP: 'loop',
  ENOTEMPTY: 'not-empty',
}

/** The platform's code of an error, such as `ENOENT`; empty when it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What the platform reported about `path`, as the port's own error; a {@link FileError} stays as it is. */
export function toFileError(error: unknown, path: string): FileError {
  if (error instanceof FileError) return error
  return new FileError(reasons[errorCode(error)] ?? 'io', path, { cause: error })
}

/** Runs a file operation; whatever it throws becomes a {@link FileError} about `path`. */
export async function reporting<T>(path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation()
  } catch (error) {
    throw toFileError(error, path)
  }
}
