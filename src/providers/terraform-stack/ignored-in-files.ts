import type { Diagnostic } from '../../events/diagnostic.ts'
import { isJsonObject } from '../../events/json.ts'
import { specPointer, specPointerPath } from '../../manifest/spec-pointer.ts'
import type { ResourceDeclaration } from '../../manifest/manifest.ts'
import type { VarFile } from './var-files/var-file.ts'

/** Variables that are to be ignored, but get their values from files: of those nothing is recorded that could stay in force. */
export function ignoredInFiles(
  { address, at, spec, lifecycle }: Pick<ResourceDeclaration, 'address' | 'at' | 'spec' | 'lifecycle'>,
  varFiles: readonly VarFile[],
): readonly Diagnostic[] {
  const { variables = {} } = spec
  if (!isJsonObject(variables)) return []
  const names = new Set(lifecycle.ignoreChanges.flatMap((pointer) => specPointerPath(pointer)[1] ?? []))
  return [...names].flatMap((name) => {
    const file = varFiles.findLast(({ assigned }) => assigned.some((one) => one.name === name))
    if (file === undefined || Object.hasOwn(variables, name)) return []
    const message = `changes of ${specPointer(['variables', name])} cannot be ignored: its value comes from ${file.shown}, and only values of the document are recorded`
    return [{ code: 'invalid-value', severity: 'error', message, hint: 'say it under spec.variables', address, at }]
  })
}
