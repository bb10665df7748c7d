import type { Json } from '../../../src/events/json.ts'
import type { Files } from '../../../src/ports/files.ts'

/** All that is in a folder: contents with their modes, by path. */
export async function fileTree(files: Files, folder: string): Promise<Record<string, Json>> {
  const tree: Record<string, Json> = {}
  for (const { name, kind } of await files.list(folder)) {
    const path = `${folder}/${name}`
    if (kind === 'directory') {
      tree[`${name}/`] = await fileTree(files, path)
      continue
    }
    const stat = await files.stat(path, { follow: false })
    const content = kind === 'file' ? await files.readText(path, { maxBytes: 10_000_000 }) : `-> ${await files.readLink(path)}`
    tree[name] = [stat?.mode.toString(8) ?? null, content]
  }
  return tree
}
