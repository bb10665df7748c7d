import { projectFolder } from '../engine-process.ts'
import type { Machine } from '../machine.ts'

/** What is there of one address. */
export interface Thing {
  /** Null for a file, which is what it holds. */
  readonly id: string | null
  readonly content: string
}

/** All that is there, by address: everything that exists of it, as more than one may be left behind. */
export type Snapshot = ReadonlyMap<string, readonly Thing[]>

/** Looks at the world, past the engine. */
export async function snapshotOf({ world, files }: Pick<Machine, 'world' | 'files'>): Promise<Snapshot> {
  const things: { readonly address: string; readonly thing: Thing }[] = world.objects.map(({ address, id, fields }) => ({
    address,
    thing: { id, content: JSON.stringify(fields) },
  }))
  const folder = `${projectFolder}/out`
  for (const { name } of await files.list(folder)) {
    const content = await files.readText(`${folder}/${name}`, { maxBytes: 1_000 })
    things.push({ address: `dev/${name.split('.')[0] ?? ''}`, thing: { id: null, content } })
  }
  const byAddress = Map.groupBy(things, ({ address }) => address)
  return new Map([...byAddress].map(([address, all]) => [address, all.map(({ thing }) => thing)]))
}
