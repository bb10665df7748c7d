import {
  command,
  commandSpec,
  environment,
  file,
  fileSpec,
  healthCheck,
  healthCheckSpec,
  project,
  terraformStack,
  terraformStackSpec,
  type Validator,
} from '../generated/validators.js'

/** The kinds that are resources, each with what checks its documents and, once its expressions are evaluated, its `spec`. */
export const resourceKinds = {
  File: { document: file, spec: fileSpec },
  Command: { document: command, spec: commandSpec },
  TerraformStack: { document: terraformStack, spec: terraformStackSpec },
  HealthCheck: { document: healthCheck, spec: healthCheckSpec },
} as const satisfies Readonly<Record<string, { readonly document: Validator<unknown>; readonly spec: Validator<unknown> }>>

/** The name of a kind that is a resource. */
export type ResourceKind = keyof typeof resourceKinds

/** What checks the documents of every kind. */
export const documentValidators = {
  Project: project,
  Environment: environment,
  File: file,
  Command: command,
  TerraformStack: terraformStack,
  HealthCheck: healthCheck,
} as const

/** The name of a kind of document. */
export type DocumentKind = keyof typeof documentValidators

/** Kinds that belong to the design, and that this version refuses as not yet supported. */
export const kindsNotYetSupported = ['HttpResource', 'GitRepository', 'VmPool', 'AgentSystem', 'AgentPool', 'Policy'] as const

export function isDocumentKind(name: string): name is DocumentKind {
  return Object.hasOwn(documentValidators, name)
}

export function isResourceKind(name: string): name is ResourceKind {
  return Object.hasOwn(resourceKinds, name)
}
