import { digest } from '../../plan/digest.ts'
import { FileError, type Files } from '../../ports/files.ts'
import { allEnded } from './all-ended.ts'
import { writeBackend } from './backend/write-backend.ts'
import { findTool } from './find-tool.ts'
import { filesOfGlob } from './snapshot/include-files.ts'
import { readHead } from '../../sources/snapshot-index.ts'
import { makeScan, statFiles, type SourceScan } from '../../sources/source-scan.ts'
import type { StackFolder } from './snapshot/stack-folder.ts'
import { syncTree } from './snapshot/sync-tree.ts'
import { wayBackFile } from './way-back/way-back-blocks.ts'
import { includeFromTop, type LocatedStack } from './stack-work.ts'
import { trouble } from './stack-trouble.ts'
import { ensureInit, initKey } from './terraform/ensure-init.ts'
import type { PlaceMap } from './terraform/report-diagnostics.ts'
import type { TerraformSite } from './terraform/run-terraform.ts'
import { terraformEnvironment } from './terraform/terraform-environment.ts'

/** A folder in which Terraform can run for a stack: files, backend, environment. The folder's lock is held by whoever opened it. */
export interface Workshop {
  readonly site: TerraformSite
  readonly folder: StackFolder
  readonly places: PlaceMap
  readonly treeDigest: string
  /** Runs `init` where it is needed; `force` even if nothing seems to have changed. Says whether it ran. */
  readonly init: (force?: boolean) => Promise<boolean>
}

/** Whether the snapshot is brought up to the working tree, or used as it is if it still is the tree of that digest. */
export type SyncMode = { readonly kind: 'sync' } | { readonly kind: 'keep'; readonly treeDigest: string }

/** Prepares the folder; nothing of Terraform runs yet, but for its version where the document asks for one. */
export async function openWorkshop(stack: LocatedStack, folder: StackFolder, mode: SyncMode): Promise<Workshop> {
  const { house, context, settings, place, layout, backend } = stack
  const connected = backend.kind === 'kept' ? context.stateBackend.connect(stack.address) : Promise.resolve(null)
  const asked = context.childEnvironment()
  const [binary, treeDigest, keptState, processEnvironment] = await allEnded([findTool(stack), bringTree(stack, folder, mode), connected, asked])
  const moduleFolder = place.module === '' ? folder.tree : `${folder.tree}/${place.module}`
  await checkModuleArrived(stack, moduleFolder)
  const { files } = house.ports
  // Whoever plans back writes it anew.
  await files.remove(`${moduleFolder}/${wayBackFile}`)
  const ownSettings = settings.backend.kind === 'complete' ? settings.backend.config : {}
  const settingsFile = await writeBackend({ files, backend, moduleFolder, base: folder.base, settings: ownSettings })
  const environment = terraformEnvironment({
    processEnvironment,
    dataFolder: folder.data,
    workspace: settings.workspace,
    keptState,
  })
  const site: TerraformSite = { ports: house.ports, context, binary, workingDirectory: moduleFolder, environment }
  const places: PlaceMap = { folder, module: place.module, project: layout.project }
  const init = async (force = false): Promise<boolean> => {
    const lockFile = await sharedLockFile(files, place.folder, moduleFolder)
    return ensureInit({
      site,
      locks: house.ports.locks,
      folder,
      cacheFolder: house.ports.cacheFolder,
      key: initKey({ modules: stack.modules.initParts, backend: { ...backend }, lockFile, binary, workspace: settings.workspace }),
      hasLockFile: lockFile !== null,
      settingsFile,
      report: { places, address: stack.address, declaration: stack.declaration },
      force,
    })
  }
  return { site, folder, places, treeDigest, init }
}

async function bringTree(stack: LocatedStack, folder: StackFolder, mode: SyncMode): Promise<string> {
  const { house, place } = stack
  const { files } = house.ports
  if (mode.kind === 'keep') {
    const head = await readHead(files, folder.base)
    if (head?.treeDigest === mode.treeDigest) return head.treeDigest
  }
  const scan = await withIncluded(stack, await house.scanner.scan(stack.layout, stack.context.generation))
  const prefix = place.module === '' ? '' : `${place.module}/`
  return syncTree({ files, scan, folder: folder.base, isLeftOut: (path) => isStateFile(path, prefix), needed: neededFolders(stack) })
}

/** What `include` and `varFiles` name comes beside what git lists. */
async function withIncluded(stack: LocatedStack, scan: SourceScan): Promise<SourceScan> {
  const globs = includeFromTop(stack)
  if (globs.length === 0 && stack.varFiles.length === 0) return scan
  const { files } = stack.house.ports
  const listed = new Set(scan.files.map((file) => file.path))
  const included = (await Promise.all(globs.map((glob) => filesOfGlob(files, scan.root, glob)))).flat()
  const more = [...included, ...stack.varFiles.map(({ path }) => path)].filter((path) => !listed.has(path))
  return makeScan(scan.root, scan.scannedAt, [...scan.files, ...(await statFiles(files, scan.root, [...new Set(more)]))])
}

/** A state file beside the module would make `init` ask whether to move it into the backend. */
function isStateFile(path: string, modulePrefix: string): boolean {
  if (!path.startsWith(modulePrefix)) return false
  return /^(?:terraform\.tfstate(?:\.backup|\.damaged-[^/]*)?|errored\.tfstate|terraform\.tfstate\.d\/.*|\.terraform\/.*|zz_genesis_[^/]*)$/u.test(
    path.slice(modulePrefix.length),
  )
}

function neededFolders({ modules, layout }: LocatedStack): readonly string[] {
  return modules.folders.map((folder) => (folder === layout.root ? '' : folder.slice(layout.root.length + 1)))
}

async function checkModuleArrived({ house, settings, modules }: LocatedStack, moduleFolder: string): Promise<void> {
  if (modules.root.files.length === 0) {
    throw trouble({ code: 'module-invalid', message: `the module folder ${settings.source} holds no .tf file`, hint: 'name the folder of a root module' })
  }
  const [first = ''] = modules.root.files
  if ((await house.ports.files.stat(`${moduleFolder}/${first}`, { follow: false })) !== null) return
  throw trouble({
    code: 'module-invalid',
    message: `git ignores the files of the module ${settings.source}`,
    hint: 'commit them, or name them under spec.include: a stack sees the files that git lists',
  })
}

/** Of the repository's lock file; null when it has none, or does not share it: then `init` makes one in the snapshot. */
async function sharedLockFile(files: Files, working: string, snapshot: string): Promise<string | null> {
  const [one, two] = await Promise.all([digestOrNull(files, `${working}/${lockFileName}`), digestOrNull(files, `${snapshot}/${lockFileName}`)])
  return one === two ? one : null
}

const lockFileName = '.terraform.lock.hcl'

async function digestOrNull(files: Files, path: string): Promise<string | null> {
  try {
    return digest(await files.read(path, { maxBytes: 4 * 1024 * 1024 }))
  } catch (error) {
    if (error instanceof FileError) return null
    throw error
  }
}
