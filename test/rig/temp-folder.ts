import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A new private folder by its real path, removed when the test is over. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'genesis-test-'))
  onTestFinished(() => removeFolder(folder))
  return folder
}

/** A new private folder inside of `parent`. */
export function subFolder(parent: string, name: string): string {
  const folder = join(parent, name)
  mkdirSync(folder, { mode: 0o700 })
  return folder
}

function removeFolder(folder: string): void {
  // A test may have taken the right to write away from a folder.
  chmodSync(folder, 0o700)
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) chmodSync(join(folder, entry.name), 0o700)
  rmSync(folder, { recursive: true, force: true })
}
