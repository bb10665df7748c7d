import { FileError, type Files } from '../../../ports/files.ts'
import { assignedVariables } from '../var-files/assigned-variables.ts'
import { isLoadedByItself } from '../terraform/is-var-file.ts'
import { emptyFileOutline, mergeOutlines, type FileOutline } from './file-outline.ts'
import { outlineHcl } from './hcl-outline.ts'
import { outlineJson } from './json-outline.ts'

/** What the files of one module folder say together. */
export interface ModuleOutline extends FileOutline {
  /** The configuration files, in the order in which Terraform loads them; empty for a folder that is no module. */
  readonly files: readonly string[]
  /** Variables that `terraform.tfvars` and `*.auto.tfvars` give values to. */
  readonly assigned: ReadonlySet<string>
}

/** Larger files are outlined as if they were empty; Terraform reads them all the same. */
const maxFileBytes = 4 * 1024 * 1024

/** Reads the outline of the module in a folder. Files that cannot be read are left out: Terraform reports them better. */
export async function readModuleOutline(files: Files, folder: string): Promise<ModuleOutline> {
  const names = (await listOrNothing(files, folder)).sort(inLoadOrder)
  const configuration = names.filter(isConfiguration)
  let outline = emptyFileOutline
  for (const name of configuration) {
    const text = await readOrNothing(files, `${folder}/${name}`)
    outline = mergeOutlines(outline, name.endsWith('.json') ? outlineJson(name, text) : outlineHcl(name, text))
  }
  const assigned = new Set<string>()
  for (const name of names.filter(isLoadedByItself)) {
    const text = await readOrNothing(files, `${folder}/${name}`)
    for (const variable of assignedVariables(name, text)) assigned.add(variable.name)
  }
  return { ...outline, files: configuration, assigned }
}

async function listOrNothing(files: Files, folder: string): Promise<string[]> {
  try {
    return (await files.list(folder)).filter((entry) => entry.kind !== 'directory').map((entry) => entry.name)
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
}

async function readOrNothing(files: Files, path: string): Promise<string> {
  try {
    return await files.readText(path, { maxBytes: maxFileBytes })
  } catch (error) {
    if (error instanceof FileError) return ''
    throw error
  }
}

/** Editors' backups are no configuration for Terraform either. */
function isConfiguration(name: string): boolean {
  if (name.startsWith('.') || name.endsWith('~') || (name.startsWith('#') && name.endsWith('#'))) return false
  return /\.(?:tf|tofu)(?:\.json)?$/u.test(name)
}

function inLoadOrder(left: string, right: string): number {
  const [leftLast, rightLast] = [isOverride(left), isOverride(right)]
  if (leftLast !== rightLast) return leftLast ? 1 : -1
  return left < right ? -1 : left > right ? 1 : 0
}

function isOverride(name: string): boolean {
  return /(?:^|_)override\.(?:tf|tofu)(?:\.json)?$/u.test(name)
}
