/** What git knows about a folder. */
export interface GitRepository {
  /** The work tree's top folder, its real path. */
  readonly root: string
  /** Null before the first commit. */
  readonly commit: string | null
  /** Null when no branch is checked out. */
  readonly branch: string | null
}

/** Git, read only. */
export interface Git {
  /** The repository a folder is in; null when it is in none, or git is not installed. */
  repository(folder: string): Promise<GitRepository | null>
  /** The top folder alone, which does not change: what was once answered about the folder is not asked again. */
  root(folder: string): Promise<string | null>
  /**
   * Every file of the work tree at or below `folder` that is tracked, or untracked and not ignored; relative to `folder`, with forward
   * slashes, sorted. Tracked files that were deleted are left out. Sub-modules' files are not listed.
   */
  files(folder: string): Promise<readonly string[]>
}
