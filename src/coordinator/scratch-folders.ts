import { isJsonObject } from '../events/json.ts'
import { FileError, type Files } from '../ports/files.ts'
import type { Host, Ports } from '../ports/ports.ts'
import type { ProcessIdentity } from '../ports/processes.ts'

/** What scratch folders are looked after with. */
export interface ScratchOptions {
  readonly ports: { readonly files: Files; readonly processes: Pick<Ports['processes'], 'self' | 'isAlive' | 'killLeft'> }
  readonly host: Pick<Host, 'name'>
  /** Below it is a folder for each plan. */
  readonly scratch: string
}

const ownerPrefix = 'owner-'
const maxBytes = 4096

/** Makes the scratch folder of a plan and says that this process uses it. Several may use one: a saved plan has it by its id. */
export async function ownScratch({ ports, host, scratch }: ScratchOptions, id: string): Promise<void> {
  const { files, processes } = ports
  const self = await processes.self()
  try {
    await files.makeDirectory(`${scratch}/${id}`, { mode: 0o700 })
    await files.write(`${scratch}/${id}/${ownerPrefix}${self.pid}`, JSON.stringify({ ...self, host: host.name }), { mode: 0o600, durable: false })
  } catch (error) {
    // Where nothing can be written, only who has something to write says so.
    if (!(error instanceof FileError)) throw error
  }
}

/**
 * Takes away what planning left whose processes are gone: programs that still run (they only look), and files, which may hold secrets. What
 * belongs to another machine, or to nobody, stays.
 */
export async function sweepScratch(options: ScratchOptions): Promise<void> {
  const { ports, scratch } = options
  if ((await ports.files.stat(scratch)) === null) return
  for (const { name, kind } of await ports.files.list(scratch)) {
    const folder = `${scratch}/${name}`
    if (kind !== 'directory' || !(await isLeft(options, folder))) continue
    await endPrograms(options, folder)
    await ports.files.remove(folder)
  }
}

async function isLeft({ ports, host }: ScratchOptions, folder: string): Promise<boolean> {
  const owners = (await ports.files.list(folder)).filter(({ name }) => name.startsWith(ownerPrefix))
  for (const { name } of owners) {
    const owner = await readOwner(ports.files, `${folder}/${name}`)
    if (owner === null || owner.host !== host.name || (await ports.processes.isAlive(owner.identity))) return false
  }
  return owners.length > 0
}

/** A program's own folder is one or two levels below that of the plan. */
async function endPrograms({ ports }: ScratchOptions, folder: string): Promise<void> {
  for (const one of await foldersIn(ports.files, folder)) {
    for (const start of [one, ...(await foldersIn(ports.files, one))]) await ports.processes.killLeft(start)
  }
}

async function foldersIn(files: Files, folder: string): Promise<readonly string[]> {
  return (await files.list(folder)).filter(({ kind }) => kind === 'directory').map(({ name }) => `${folder}/${name}`)
}

async function readOwner(files: Files, path: string): Promise<{ readonly identity: ProcessIdentity; readonly host: string } | null> {
  try {
    const read: unknown = JSON.parse(await files.readText(path, { maxBytes }))
    if (!isJsonObject(read)) return null
    const { pid, startTime, host } = read
    if (typeof pid !== 'number' || typeof startTime !== 'string' || typeof host !== 'string') return null
    return { identity: { pid, startTime }, host }
  } catch (error) {
    if (error instanceof FileError || error instanceof SyntaxError) return null
    throw error
  }
}
