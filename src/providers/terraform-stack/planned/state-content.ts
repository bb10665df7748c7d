import { isJsonObject, type Json, type JsonObject } from '../../../events/json.ts'
import { canonicalJson } from '../../../plan/digest.ts'

/** Whether two state files say the same of all that is managed, whatever their serial and lineage. False for what is no state. */
export function haveSameContent(one: string, two: string): boolean {
  const [first, second] = [parse(one), parse(two)]
  return first !== null && second !== null && contentOf(first) === contentOf(second)
}

/** Whether a state was never taken by a backend: it has no lineage yet, so that nothing can tell what it would replace. */
export function isUnwritten(state: string): boolean {
  return parse(state)?.['lineage'] === ''
}

function contentOf({ resources = [], outputs = {} }: JsonObject): string {
  return canonicalJson({ resources, outputs })
}

function parse(state: string): JsonObject | null {
  try {
    const json = JSON.parse(state, inOrder) as Json
    return isJsonObject(json) ? json : null
  } catch {
    return null
  }
}

/** Terraform lists what is sensitive in another order each time it writes. */
function inOrder(key: string, value: Json): Json {
  if (key !== 'sensitive_attributes' || !Array.isArray(value)) return value
  return (value as readonly Json[])
    .map((path) => [canonicalJson(path), path] as const)
    .sort(byText)
    .map(([, path]) => path)
}

function byText([one]: readonly [string, Json], [two]: readonly [string, Json]): number {
  return one < two ? -1 : one > two ? 1 : 0
}
