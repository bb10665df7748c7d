/** Caps on what a project may hold. */
export const limits = {
  /** Bytes of one file. */
  fileBytes: 5 * 1024 * 1024,
  /** Bytes of all files together. */
  projectBytes: 64 * 1024 * 1024,
  files: 20_000,
  /** Collections inside one another. */
  depth: 100,
  /** Values that the aliases of one file may add. */
  aliasedValues: 100_000,
  /** Environments that extend each other. */
  extendsDepth: 32,
  /** Folders inside one another. */
  folderDepth: 64,
} as const
