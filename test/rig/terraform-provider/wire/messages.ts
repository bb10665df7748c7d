import type { DynamicValue } from './dynamic-value.ts'

/** What a call complains about; severity 1 is an error, 2 a warning. */
export interface WireDiagnostic {
  readonly severity: 1 | 2
  readonly summary: string
  readonly detail: string
  readonly attribute?: AttributePath
}

/** The way to an attribute. */
export interface AttributePath {
  readonly steps: readonly { readonly attribute_name: string }[]
}

/** An attribute of a schema; `type` is JSON: `"string"`, `["map","string"]`. */
export interface WireAttribute {
  readonly name: string
  readonly type: Uint8Array
  readonly description: string
  readonly required?: boolean
  readonly optional?: boolean
  readonly computed?: boolean
  readonly sensitive?: boolean
}

/** A schema with its version. */
export interface WireSchema {
  readonly version: number
  readonly block: { readonly version: number; readonly attributes: readonly WireAttribute[] }
}

interface Complaints {
  readonly diagnostics?: readonly WireDiagnostic[]
}

type Empty = Readonly<Record<string, never>>

/** The calls of the protocol: what comes and what is answered. What a request leaves out is undefined or null. */
export interface ProviderCalls {
  GetProviderSchema: [
    Empty,
    {
      readonly provider: WireSchema
      readonly resource_schemas: Readonly<Record<string, WireSchema>>
      readonly data_source_schemas: Readonly<Record<string, WireSchema>>
      readonly server_capabilities: { readonly plan_destroy: boolean; readonly get_provider_schema_optional: boolean }
    },
  ]
  ValidateProviderConfig: [{ readonly config?: DynamicValue | null }, Complaints]
  ValidateResourceConfig: [{ readonly type_name: string; readonly config?: DynamicValue | null }, Complaints]
  ValidateDataResourceConfig: [{ readonly type_name: string; readonly config?: DynamicValue | null }, Complaints]
  UpgradeResourceState: [
    { readonly type_name: string; readonly version?: number; readonly raw_state?: { readonly json?: Uint8Array } | null },
    Complaints & { readonly upgraded_state?: DynamicValue },
  ]
  ConfigureProvider: [{ readonly config?: DynamicValue | null }, Complaints]
  ReadResource: [{ readonly type_name: string; readonly current_state?: DynamicValue | null }, Complaints & { readonly new_state?: DynamicValue }]
  PlanResourceChange: [
    { readonly type_name: string; readonly prior_state?: DynamicValue | null; readonly proposed_new_state?: DynamicValue | null },
    Complaints & { readonly planned_state?: DynamicValue; readonly requires_replace?: readonly AttributePath[] },
  ]
  ApplyResourceChange: [
    { readonly type_name: string; readonly prior_state?: DynamicValue | null; readonly planned_state?: DynamicValue | null },
    Complaints & { readonly new_state?: DynamicValue },
  ]
  ImportResourceState: [
    { readonly type_name: string; readonly id: string },
    Complaints & { readonly imported_resources?: readonly { readonly type_name: string; readonly state: DynamicValue }[] },
  ]
  ReadDataSource: [{ readonly type_name: string; readonly config?: DynamicValue | null }, Complaints & { readonly state?: DynamicValue }]
  StopProvider: [Empty, { readonly Error?: string }]
}

/** Something that answers every call of the protocol. */
export type ProviderHandlers = {
  readonly [Name in keyof ProviderCalls]: (request: ProviderCalls[Name][0]) => Promise<ProviderCalls[Name][1]>
}
