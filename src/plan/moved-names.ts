import type { Report } from '../events/diagnostic.ts'
import type { Each, ResourceDeclaration, ResourceTemplate } from '../manifest/manifest.ts'

/**
 * The names that an instance had before, out of what its document says: a list for a single resource; with `forEach` either a list, of
 * documents whose instances had the same keys, or a mapping from keys to names. Null when it says neither, which is reported.
 */
export function movedNames({ movedFrom, name, forEach, locateField }: ResourceTemplate, each: Each | null, report: Report): readonly string[] | null {
  const written = ['metadata', 'movedFrom']
  if (!isList(movedFrom)) {
    if (each !== null) return Object.hasOwn(movedFrom, each.key) ? (movedFrom[each.key] ?? []) : []
    const message = 'movedFrom of a resource without forEach must be a list of names'
    report({ code: 'wrong-type', severity: 'error', message, hint: 'write movedFrom: [name]', at: locateField(written) })
    return null
  }
  if (forEach === null || each === null) return movedFrom
  const single = movedFrom.findIndex((old) => old === name || old.includes('@'))
  if (single === -1) return movedFrom.map((old) => `${old}@${each.key}`)
  const message = `of several instances of "${name}", it is not said which one was "${movedFrom[single] ?? ''}"`
  report({
    code: 'invalid-value',
    severity: 'error',
    message,
    hint: `say it by key: movedFrom: { ${each.key}: [${movedFrom[single] ?? ''}] }`,
    at: locateField([...written, single]),
  })
  return null
}

function isList(value: ResourceTemplate['movedFrom']): value is readonly string[] {
  return Array.isArray(value)
}

/** Reports old names that are still in use in the environment, and those that two resources claim. `placeOf` finds where a resource says its old names. */
export function checkMoves(
  declarations: readonly ResourceDeclaration[],
  placeOf: (declaration: ResourceDeclaration) => ReturnType<ResourceTemplate['locateField']>,
  report: Report,
): void {
  const declared = new Set(declarations.map(({ name }) => name))
  const claimed = new Map<string, ResourceDeclaration>()
  for (const declaration of declarations) {
    for (const old of declaration.movedFrom) {
      const first = claimed.get(old)
      if (declared.has(old)) {
        const message = `"${declaration.name}" cannot have been "${old}": there is a "${old}" in ${declaration.environment} still`
        report({
          code: 'duplicate-name',
          severity: 'error',
          message,
          hint: 'take the old name out of movedFrom, or the other resource away',
          at: placeOf(declaration),
        })
      } else if (first !== undefined && first !== declaration) {
        const related = [{ message: 'the other one', at: placeOf(first) }]
        const message = `"${first.name}" and "${declaration.name}" cannot both have been "${old}"`
        report({ code: 'duplicate-name', severity: 'error', message, related, at: placeOf(declaration) })
      } else claimed.set(old, declaration)
    }
  }
}
