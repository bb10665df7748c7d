import type { Json } from '../events/json.ts'
import type { Mask } from '../expressions/value.ts'

/** The actions of Terraform's plan JSON. */
export type TerraformActions = readonly ('no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget')[]

/** One change in the shape of `resource_changes[]` of Terraform's plan JSON, without the fields nobody reads here. */
export interface InnerChange {
  /** The address inside the stack: `module.a.aws_vpc.main[0]`. */
  readonly address: string
  readonly previous_address?: string
  readonly mode: 'managed' | 'data'
  readonly type: string
  readonly name: string
  readonly provider_name: string
  readonly action_reason?: string
  readonly change: FlatChangeBody
}

/** The body of a change, as in Terraform's plan JSON: values under sensitive masks are null here. */
export interface FlatChangeBody {
  readonly actions: TerraformActions
  readonly before: Json
  readonly after: Json
  readonly after_unknown: Mask
  readonly before_sensitive: Mask
  readonly after_sensitive: Mask
  readonly replace_paths?: readonly (readonly (string | number)[])[]
  readonly importing?: Json
}

/** An entry of the plan's flat list: a change of ours (`stack` null) or one inside a stack. */
export interface FlatChange extends InnerChange {
  /** The address of the stack it is in; null for a resource of ours. */
  readonly stack: string | null
}
