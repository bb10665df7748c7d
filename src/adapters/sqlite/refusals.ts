import type { Diagnostic } from '../../events/diagnostic.ts'
import type { KeyState } from './store-key.ts'

/** The project as it names itself. */
export interface ProjectName {
  readonly name: string
  readonly id: string | null
}

const restore = 'put a sealed copy back: "genesis state restore FILE"; Genesis does not start over by itself, for it would forget what it made'

/** Every reason for which a state database is not opened, in words that a person can act on. */
export const refusals = {
  folderNotFolder: (folder: string) => unusable(`${folder} is not a folder`, 'move it away: Genesis keeps its state in a folder of this name'),
  folderUnwritable: (folder: string) =>
    unusable(`the folder ${folder} cannot be written`, `the state database makes files beside itself: give yourself permission, "chmod u+rwx ${folder}"`),
  fileUnwritable: (path: string) => unusable(`the state database ${path} cannot be written`, `give yourself permission: "chmod u+rw ${path}"`),
  fileSystemReadOnly: (path: string) =>
    unusable(`the state database ${path} is on a read-only file system`, 'work in a copy of the project that can be written'),
  notFile: (path: string) => unusable(`${path} is not a file`, 'move it away: Genesis keeps its state in a file of this name'),
  notMade: (path: string, why: string) =>
    unusable(`the state database ${path} cannot be made: ${why}`, 'see to it that the folder can be written and the disk has space'),
  empty: (path: string) => unusable(`the state database ${path} is empty: it was cut off`, restore),
  lostMain: (path: string) =>
    unusable(
      `the state database ${path} is missing, but the file ${path}-wal that belongs to it is there`,
      `put ${path} back beside it, or put a sealed copy back: "genesis state restore FILE"`,
    ),
  notDatabase: (path: string) => unusable(`the state database ${path} is not a SQLite database`, restore),
  otherProgram: (path: string) => unusable(`${path} is a SQLite database of another program`, 'move it away: Genesis keeps its state in a file of this name'),
  damaged: (path: string, why: string) => unusable(`the state database ${path} is damaged: ${why}`, restore),
  failed: (path: string, why: string) =>
    unusable(`the state database ${path} cannot be opened: ${why}`, 'look at the disk and at the permissions of the folder'),
  locked: (path: string) =>
    unusable(`the state database ${path} is locked by another program`, 'close what has it open, for example a "sqlite3" shell, and try again'),
  noWal: (path: string) =>
    unusable(
      `the state database ${path} is on a file system that cannot share memory between processes`,
      'keep the project on a local disk, not on a network share',
    ),
  network: (path: string, type: string) =>
    unusable(
      `the state database ${path} is on a network file system (${type}), where two machines cannot be kept from writing at once`,
      'keep the project on a local disk, or make its .genesis a link to a folder on one',
    ),
  sqliteVersion: (version: string) =>
    unusable(
      `SQLite ${version}, which this Node.js comes with, can lose what it committed`,
      'use a Node.js with SQLite 3.51.3 or later; "npx genesis" brings one',
    ),
  newer: (path: string, versions: { readonly stored: number; readonly known: number }): Diagnostic => ({
    code: 'store-newer',
    severity: 'error',
    message: `the state database ${path} has version ${versions.stored}, and this Genesis knows versions up to ${versions.known}`,
    hint: 'use the newer Genesis that wrote it, or put back a sealed copy from before: "genesis state restore FILE"',
  }),
  foreign: (path: string, names: { readonly stored: ProjectName; readonly own: ProjectName }): Diagnostic => ({
    code: 'store-foreign',
    severity: 'error',
    message: `the state database ${path} belongs to the project ${describe(names.stored)}, and this is ${describe(names.own)}`,
    hint: 'work in the project it belongs to; if the project was renamed, give it the former name and id in genesis.yaml',
  }),
  key: (path: string, keyPath: string, state: Exclude<KeyState, 'unused' | 'present'>): Diagnostic =>
    unusable(keyMessages[state](path, keyPath), `restore ${keyPath} from the backup of ${path}; nothing else can open the sensitive values in it`),
} as const

const keyMessages = {
  missing: (path: string, keyPath: string) => `the key ${keyPath} is missing: sensitive values in the state database ${path} cannot be read`,
  malformed: (path: string, keyPath: string) => `the key ${keyPath} is damaged: sensitive values in the state database ${path} cannot be read`,
  foreign: (path: string, keyPath: string) => `the key ${keyPath} is not the one that the state database ${path} was written with`,
}

function unusable(message: string, hint: string): Diagnostic {
  return { code: 'store-unusable', severity: 'error', message, hint }
}

function describe({ name, id }: ProjectName): string {
  return id === null ? `"${name}"` : `"${name}" (id ${id})`
}
