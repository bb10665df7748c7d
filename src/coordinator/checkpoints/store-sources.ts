import { digest } from '../../plan/digest.ts'
import type { Blob, CheckpointStore } from '../../ports/checkpoint-store.ts'
import type { CapturedSources } from '../../sources/capture-sources.ts'

/**
 * Stores what of captured sources is not stored yet. A file that was changed since it was captured is left out: its step finds that out and
 * does not act on it.
 */
export async function storeSources(store: Pick<CheckpointStore, 'missingBlobs' | 'putBlobs'>, { blobs }: CapturedSources): Promise<void> {
  const missing = await store.missingBlobs([...blobs.keys()])
  if (missing.length === 0) return
  const found: Blob[] = []
  for (const wanted of missing) {
    const data = await blobs.get(wanted)?.()
    if (data !== undefined && digest(data) === wanted) found.push({ digest: wanted, data })
  }
  await store.putBlobs(found)
}
