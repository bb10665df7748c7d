import { matchesGlob } from 'node:path/posix'
import { FileError, type Files } from '../../../ports/files.ts'
import { trouble } from '../stack-trouble.ts'

const maxEntries = 100_000
const maxFolderDepth = 64
const special = /[*?[\]{}!()]/u

/** The files below `root` that a glob names, relative to it, ignored ones included; symlinked folders are not entered. Sorted. */
export async function filesOfGlob(files: Files, root: string, glob: string): Promise<readonly string[]> {
  const fixed = fixedPart(glob)
  const found: string[] = []
  const open = [{ path: fixed, depth: 0 }]
  let seen = 0
  await refuseOutside(files, root, fixed)
  const stat = await files.stat(`${root}/${fixed}`, { follow: false })
  if (stat !== null && stat.kind !== 'directory') return [fixed]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const entry of await listOrNothing(files, `${root}/${next.path}`)) {
      if (++seen > maxEntries) throw new FileError('too-large', `${root}/${glob}`)
      const path = next.path === '' ? entry.name : `${next.path}/${entry.name}`
      if (entry.kind === 'directory') {
        if (entry.name !== '.git' && next.depth < maxFolderDepth) open.push({ path, depth: next.depth + 1 })
      } else if (entry.kind !== 'other' && (fixed === glob || matchesGlob(path, glob))) found.push(path)
    }
  }
  return found.sort()
}

/** The folders before the first special character. A glob without any names a file, or a folder with all that is in it. */
function fixedPart(glob: string): string {
  if (!special.test(glob)) return glob
  const parts = glob.split('/')
  return parts
    .slice(
      0,
      parts.findIndex((part) => special.test(part)),
    )
    .join('/')
}

/** A symlinked folder on the way may lead anywhere. */
async function refuseOutside(files: Files, root: string, path: string): Promise<void> {
  const real = await files.realPath(`${root}/${path}`)
  if (real === root || real.startsWith(`${root}/`)) return
  throw trouble({ code: 'path-outside-project', message: `${path} leads out of the repository, to ${real}`, hint: 'only files of the repository can be read' })
}

async function listOrNothing(files: Files, folder: string): ReturnType<Files['list']> {
  try {
    return await files.list(folder)
  } catch (error) {
    if (error instanceof FileError && (error.reason === 'not-found' || error.reason === 'not-a-directory')) return []
    throw error
  }
}
