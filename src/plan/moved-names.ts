import type { Report } from '../events/diagnostic.ts'
import { closest } from '../events/did-you-mean.ts'
import type { Each, ResourceDeclaration, ResourceTemplate } from '../manifest/manifest.ts'

/** What a resource was called before. */
export type FormerNames = Pick<ResourceDeclaration, 'movedFrom' | 'formerDocuments'>

/** The instance that is asked about, null for a single resource, and whether its document has no other. */
export interface Instance {
  readonly each: Each | null
  readonly isOnly: boolean
}

/**
 * What a resource was called before, out of what its document says: a list for a single resource; with `forEach` either a list, of
 * documents whose instances had the same keys, or a mapping from keys to names, which says everything. So does an empty list. Null when
 * it says neither, which is reported.
 */
export function movedNames(template: ResourceTemplate, { each, isOnly }: Instance, report: Report): FormerNames | null {
  const { movedFrom, name, locateField } = template
  if (movedFrom === null) return { movedFrom: none, formerDocuments: [name] }
  if (!isList(movedFrom)) {
    if (each !== null) return { movedFrom: Object.hasOwn(movedFrom, each.key) ? (movedFrom[each.key] ?? []) : [], formerDocuments: [] }
    const message = 'movedFrom of a resource without forEach must be a list of names'
    report({ code: 'wrong-type', severity: 'error', message, hint: 'write movedFrom: [name]', at: locateField(['metadata', 'movedFrom']) })
    return null
  }
  const formerDocuments = movedFrom.length === 0 ? [] : [...movedFrom.filter((old) => !old.includes('@') && old !== name), name]
  if (each === null) return { movedFrom, formerDocuments }
  const one = movedFrom.find((old) => isInstance(old, name))
  if (one === undefined || isOnly) return { movedFrom: movedFrom.map((old) => (isInstance(old, name) ? old : `${old}@${each.key}`)), formerDocuments }
  report({
    code: 'invalid-value',
    severity: 'error',
    message: `of several instances of "${name}", it is not said which one was "${one}"`,
    hint: `say it by key: movedFrom: { ${each.key}: [${one}] }`,
    at: locateField(['metadata', 'movedFrom', movedFrom.indexOf(one)]),
  })
  return null
}

const none: readonly string[] = []

/** Warns of a key in `movedFrom` that is probably a misspelt one of the `forEach`; others may be keys of other environments, or of earlier days. */
export function warnOfKeys({ movedFrom, locateField }: ResourceTemplate, instances: readonly (Each | null)[], report: Report): void {
  if (movedFrom === null || isList(movedFrom)) return
  const keys = instances.flatMap((each) => each?.key ?? [])
  const unsaid = keys.filter((key) => !Object.hasOwn(movedFrom, key))
  for (const key of Object.keys(movedFrom)) {
    const near = keys.includes(key) ? null : closest(key, unsaid)
    if (near === null) continue
    const message = `movedFrom has the key "${key}", which forEach does not have`
    report({ code: 'unknown-field', severity: 'warning', message, hint: `did you mean "${near}"?`, at: locateField(['metadata', 'movedFrom', key]) })
  }
}

/** Whether an old name cannot be that of a whole document with the same keys. */
function isInstance(old: string, name: string): boolean {
  return old === name || old.includes('@')
}

function isList(value: readonly string[] | Readonly<Record<string, readonly string[]>>): value is readonly string[] {
  return Array.isArray(value)
}

/** Reports old names that are still in use in the environment, and those that two resources claim. `placeOf` finds where a resource says its old names. */
export function checkMoves(
  declarations: readonly ResourceDeclaration[],
  placeOf: (declaration: ResourceDeclaration) => ReturnType<ResourceTemplate['locateField']>,
  report: Report,
): void {
  const names = new Set(declarations.map(({ name }) => name))
  const documents = new Set(declarations.map(({ base }) => base))
  const claimed = new Map<string, ResourceDeclaration>()
  for (const declaration of declarations) {
    const { base, each } = declaration
    const others = declaration.formerDocuments.filter((old) => old !== base)
    const inUse = [...declaration.movedFrom, ...others].find((old) => names.has(old) || (each === null && documents.has(old)))
    if (inUse !== undefined) {
      const message = `"${declaration.name}" cannot have been "${inUse}": there is a "${inUse}" in ${declaration.environment} still`
      const hint = 'take the old name out of movedFrom, or the other resource away'
      report({ code: 'duplicate-name', severity: 'error', message, hint, at: placeOf(declaration) })
    }
    for (const old of declaration.movedFrom) {
      const first = claimed.get(old)
      if (first !== undefined && first !== declaration) {
        const related = [{ message: 'the other one', at: placeOf(first) }]
        const message = `"${first.name}" and "${declaration.name}" cannot both have been "${old}"`
        report({ code: 'duplicate-name', severity: 'error', message, related, at: placeOf(declaration) })
      } else claimed.set(old, declaration)
    }
  }
}
