import { FileError } from '../../ports/files.ts'
import type { LocatedStack } from './stack-work.ts'

const maxStateBytes = 256 * 1024 * 1024

/** The file of a stack's state where it has the local backend; null for every other. */
export function localStatePath({ backend, settings }: Pick<LocatedStack, 'backend' | 'settings'>): string | null {
  if (backend.kind !== 'own' || backend.type !== 'local') return null
  const { path, workspace_dir: workspaces } = backend.config
  const { workspace } = settings
  if (workspace === null || workspace === 'default') return typeof path === 'string' ? path : null
  return typeof workspaces === 'string' ? `${workspaces}/${workspace}/terraform.tfstate` : null
}

/** What stands in that file; null where there is none, or it cannot be read, or the backend is another. */
export async function readLocalState(stack: LocatedStack): Promise<string | null> {
  const path = localStatePath(stack)
  if (path === null) return null
  try {
    return await stack.house.ports.files.readText(path, { maxBytes: maxStateBytes })
  } catch (error) {
    if (error instanceof FileError) return null
    throw error
  }
}

/** Whether a text is the beginning of a state, or no JSON at all: Terraform was killed while it wrote it, or a disk was full. Empty counts as none. */
export function isTorn(text: string): boolean {
  if (text.trim() === '') return false
  try {
    JSON.parse(text)
    return false
  } catch {
    return true
  }
}
