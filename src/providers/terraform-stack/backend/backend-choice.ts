import type { Json } from '../../../events/json.ts'

/** What a document says about the backend, secrets included. */
export type BackendChoice =
  /** Nothing: the module's own block, or Genesis where there is none. */
  | { readonly kind: 'unsaid' }
  /** Genesis keeps the state. */
  | { readonly kind: 'genesis' }
  /** More settings for the module's own block. */
  | { readonly kind: 'complete'; readonly config: BackendConfig }
  /** A backend of its own, whatever the module says. */
  | { readonly kind: 'override'; readonly type: string; readonly config: BackendConfig }

/** Settings of a backend, as Terraform names them. */
export type BackendConfig = Readonly<Record<string, Json>>

/** Where a stack's state is once document and module are read together. */
export type BackendInUse =
  | { readonly kind: 'kept' }
  | {
      readonly kind: 'own'
      readonly type: string
      /** All settings that are known: the block's constants, and the document's over them. */
      readonly config: BackendConfig
      /** What is written for Terraform: an override file in place of the block, settings beside it, or nothing. */
      readonly written: 'override' | 'settings' | 'nothing'
    }

const secretNames =
  /^(?:access_key|secret_key|token|password|sas_token|client_secret|client_certificate_password|encryption_key|credentials|access_token|conn_str|client_key|client_private_key_pem|oidc_token|http_auth)$/u

/** Whether a setting of any backend is a secret, by its name. */
export function isSecretSetting(name: string): boolean {
  return secretNames.test(name)
}
