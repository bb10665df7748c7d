/** The form of a JSON pointer (RFC 6901) to something below `spec`; as the schema has it. */
export const specPointerForm = /^\/spec(\/([^~/]|~[01])+)+$/

/** Where below `spec` a JSON pointer of {@link specPointerForm} leads. */
export function specPointerPath(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(2)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The JSON pointer to a path below `spec`. */
export function specPointer(path: readonly (string | number)[]): string {
  return ['/spec', ...path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/')
}
