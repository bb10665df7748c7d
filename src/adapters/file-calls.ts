import { close, fsync, open, read, write } from 'node:fs'

/**
 * Calls of the file system on bare descriptors, as promises. The handles of `node:fs/promises` take twice as long, and `promisify` of
 * `node:util` costs every start of the program more than reading its project.
 */
export const fileCalls = {
  open: (path: string, flags: string | number, mode?: number) => promised<number>((done) => open(path, flags, mode, done)),
  read: (descriptor: number, buffer: Uint8Array) => promised<number>((done) => read(descriptor, buffer, 0, buffer.length, null, done)),
  write: (descriptor: number, data: Uint8Array) => promised<number>((done) => write(descriptor, data, done)),
  sync: (descriptor: number) => promised<undefined>((done) => fsync(descriptor, done)),
  close: (descriptor: number) => promised<undefined>((done) => close(descriptor, done)),
}

type Done<T> = (error: NodeJS.ErrnoException | null, value?: T) => void

function promised<T>(start: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => start((error, value) => (error === null ? resolve(value as T) : reject(error))))
}
