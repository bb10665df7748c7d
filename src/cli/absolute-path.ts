import { resolve } from 'node:path'

/** A path of the command line as an absolute one. */
export function absolutePath(folder: string, path: string): string {
  return resolve(folder, path)
}
