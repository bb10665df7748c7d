import * as fs from 'node:fs'
import type { Dirent, Stats } from 'node:fs'

/**
 * Calls of the file system as promises, on bare descriptors. The handles of `node:fs/promises` take twice as long, and loading it, or
 * `promisify` of `node:util`, costs every start of the program more than reading its project.
 */
export const fileCalls = {
  open: (path: string, flags: string | number, mode?: number) => promised<number>((done) => fs.open(path, flags, mode, done)),
  read: (descriptor: number, buffer: Uint8Array, position: number | null = null) =>
    promised<number>((done) => fs.read(descriptor, buffer, 0, buffer.length, position, done)),
  write: (descriptor: number, data: Uint8Array) => promised<number>((done) => fs.write(descriptor, data, done)),
  sync: (descriptor: number) => promised<undefined>((done) => fs.fsync(descriptor, done)),
  close: (descriptor: number) => promised<undefined>((done) => fs.close(descriptor, done)),
  append: (path: string, data: string | Uint8Array, mode: number) => promised<undefined>((done) => fs.appendFile(path, data, { mode }, done)),
  chmod: (path: string, mode: number) => promised<undefined>((done) => fs.chmod(path, mode, done)),
  copy: (from: string, to: string, flags: number) => promised<undefined>((done) => fs.copyFile(from, to, flags, done)),
  lstat: (path: string) => promised<Stats>((done) => fs.lstat(path, done)),
  stat: (path: string) => promised<Stats>((done) => fs.stat(path, done)),
  makeFolders: (path: string, mode: number) => promised<string | undefined>((done) => fs.mkdir(path, { recursive: true, mode }, done)),
  list: (path: string) => promised<Dirent[]>((done) => fs.readdir(path, { withFileTypes: true }, done)),
  readLink: (path: string) => promised<string>((done) => fs.readlink(path, done)),
  realPath: (path: string) => promised<string>((done) => fs.realpath.native(path, done)),
  rename: (from: string, to: string) => promised<undefined>((done) => fs.rename(from, to, done)),
  remove: (path: string) => promised<undefined>((done) => fs.rm(path, { recursive: true, force: true }, done)),
  removeFile: (path: string) => promised<undefined>((done) => fs.rm(path, { force: true }, done)),
  removeFolder: (path: string) => promised<undefined>((done) => fs.rmdir(path, done)),
  symlink: (target: string, path: string) => promised<undefined>((done) => fs.symlink(target, path, done)),
}

type Done<T> = (error: NodeJS.ErrnoException | null, value?: T) => void

function promised<T>(start: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => start((error, value) => (error === null ? resolve(value as T) : reject(error))))
}
