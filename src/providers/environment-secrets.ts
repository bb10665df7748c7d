/** Shorter texts would take too much of what is harmless with them. */
const shortestSecret = 4

type Variables = Readonly<Record<string, string>>

/** The values of a program's environment that come from elsewhere: those that are not known before it is started. */
export function environmentSecrets(environment: Variables, known: Variables): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) => (known[name] === value || value.length < shortestSecret ? [] : [value]))
}
