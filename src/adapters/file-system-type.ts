import { statfsSync } from 'node:fs'

/** The kinds of file systems that other machines share, by the number that Linux gives them: https://man7.org/linux/man-pages/man2/statfs.2.html */
const shared: Readonly<Record<number, string>> = {
  0x6969: 'NFS',
  0x517b: 'SMB',
  0xff534d42: 'CIFS',
  0xfe534d42: 'SMB',
  0x5346414f: 'AFS',
  0x01021997: '9P',
  0x00c36400: 'Ceph',
  0x0bd00bd0: 'Lustre',
  0x7461636f: 'OCFS2',
  0x47504653: 'GPFS',
}

/** Says by which number the file system of an existing folder is known. */
export type FileSystemType = (folder: string) => number

/** Asks the kernel. Links are followed. */
export const kernelFileSystemType: FileSystemType = (folder) => statfsSync(folder).type

/** The name of the network file system that a folder is on; null where it is on none, or nobody can tell: elsewhere than on Linux the numbers mean something else. */
export function networkFileSystem(folder: string, typeOf: FileSystemType): string | null {
  return process.platform === 'linux' ? (shared[typeOf(folder) >>> 0] ?? null) : null
}
