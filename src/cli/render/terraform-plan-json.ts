import type { FlatChange } from '../../plan/inner-change.ts'
import type { PlanDocument } from '../../plan/plan-document.ts'
import { isJsonObject, type Json } from '../../events/json.ts'

/** The version of Terraform's plan JSON that this follows. */
const formatVersion = '1.2'

/**
 * The changes inside one stack of a plan in the shape of `terraform show -json`, as policy and cost tools read it: `resource_changes` with
 * Terraform's own actions and masks. Sensitive values are null; unchanged resources, configuration, variables, outputs and state are not in it.
 */
export function terraformPlanJson(document: PlanDocument, stack: string): object {
  const resource = document.resources.find(({ address }) => address === stack)
  const version = resource?.bindings['terraformVersion'] ?? memoryVersion(resource?.memory ?? null)
  return {
    format_version: formatVersion,
    ...(typeof version === 'string' ? { terraform_version: version } : {}),
    timestamp: document.createdAt,
    complete: resource?.exactness === 'exact',
    resource_changes: document.resource_changes.filter((change) => change.stack === stack).map(changeJson),
  }
}

function memoryVersion(memory: Json): Json {
  return isJsonObject(memory) ? (memory['terraformVersion'] ?? null) : null
}

function changeJson(change: FlatChange): object {
  const { module, index } = addressParts(change.address)
  const own = { ...change, ...(module === null ? {} : { module_address: module }), ...(index === null ? {} : { index }) }
  return Object.fromEntries(Object.entries(own).filter(([name]) => name !== 'stack'))
}

/** The module that an address inside a stack is in, and the key or number of its instance: `module.a["x"].aws_vpc.main[0]`. */
function addressParts(address: string): { readonly module: string | null; readonly index: string | number | null } {
  const steps = [...address.matchAll(/[^.[\]"]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?/g)]
  let modules = 0
  while (steps[modules]?.[0] === 'module') modules += 2
  const first = steps[modules]
  const module = modules === 0 || first === undefined ? null : address.slice(0, first.index - 1)
  const index = /\[(\d+|"(?:[^"\\]|\\.)*")\]$/.exec(address)?.[1]
  if (index === undefined) return { module, index: null }
  return { module, index: index.startsWith('"') ? unquoted(index) : Number(index) }
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text.slice(1, -1)
  }
}
