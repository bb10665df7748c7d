import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { resourceName, type Layering } from './layered-project.ts'

const type = 'terraform_data'

/** Writes a Terraform module of `terraform_data` blocks with the state that an apply of it leaves, so that its plan finds nothing to do. */
export function writeLayeredTerraform(folder: string, { count, distance }: Layering): void {
  mkdirSync(folder, { recursive: true })
  const indexes = Array.from({ length: count }, (_, index) => index)
  writeFileSync(join(folder, 'main.tf'), indexes.map((index) => blockOf(index, distance)).join('\n'))
  const resources = indexes.map((index) => stateOf(index, distance))
  const state = {
    version: 4,
    terraform_version: '1.0.0',
    serial: 1,
    lineage: '5ca1ab1e-0000-4000-8000-000000000000',
    outputs: {},
    resources,
    check_results: null,
  }
  writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify(state))
}

function blockOf(index: number, distance: number): string {
  const before = index - distance
  const after = before < 0 ? 'nothing' : `\${${type}.${resourceName(before)}.id}`
  return `resource "${type}" "${resourceName(index)}" {\n  input = "number ${index} after ${after}"\n}\n`
}

function stateOf(index: number, distance: number): unknown {
  const before = index - distance
  const text = { value: `number ${index} after ${before < 0 ? 'nothing' : idOf(before)}`, type: 'string' }
  const attributes = { id: idOf(index), input: text, output: text, triggers_replace: null }
  const dependencies = Array.from({ length: Math.floor(index / distance) }, (_, layer) => `${type}.${resourceName(index - (layer + 1) * distance)}`)
  const instance = { schema_version: 0, attributes, sensitive_attributes: [], ...(dependencies.length > 0 ? { dependencies } : {}) }
  return { mode: 'managed', type, name: resourceName(index), provider: 'provider["terraform.io/builtin/terraform"]', instances: [instance] }
}

function idOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
}
