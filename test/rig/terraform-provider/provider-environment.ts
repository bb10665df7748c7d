/** What Terraform and its providers are told beside PATH and HOME. */
export interface ProviderEnvironmentOptions {
  /** The ledger's socket, for providers that Terraform starts. */
  readonly ledger?: string
  readonly caller?: string
  /** A file that {@link writeCliConfig} made. */
  readonly cliConfig?: string
  /** Of a provider that is attached. */
  readonly reattach?: string
}

/** The environment variables for Terraform. */
export function providerEnvironment({ ledger, caller, cliConfig, reattach }: ProviderEnvironmentOptions): Readonly<Record<string, string>> {
  return {
    ...(ledger === undefined ? {} : { LAB_LEDGER: ledger }),
    ...(caller === undefined ? {} : { LAB_CALLER: caller }),
    ...(cliConfig === undefined ? {} : { TF_CLI_CONFIG_FILE: cliConfig }),
    ...(reattach === undefined ? {} : { TF_REATTACH_PROVIDERS: reattach }),
  }
}
