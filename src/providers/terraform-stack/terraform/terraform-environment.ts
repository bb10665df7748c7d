/** Set by Genesis alone: what comes from outside would send Terraform to another workspace, folder or set of arguments. */
const ours = /^(?:TF_CLI_ARGS.*|TF_WORKSPACE|TF_DATA_DIR|TF_INPUT|TF_IN_AUTOMATION|TF_PLAN_FILE|PWD|OLDPWD)$/u

/** What a stack's environment is made of. */
export interface TerraformEnvironmentOptions {
  readonly processEnvironment: Readonly<Record<string, string>>
  readonly dataFolder: string
  readonly workspace: string | null
  /** The `TF_HTTP_*` variables of a state that Genesis keeps; null where the stack has its own backend. */
  readonly keptState: Readonly<Record<string, string>> | null
}

/**
 * Terraform is short-lived and allocates a lot while it starts: collecting garbage late takes a quarter of a small command's
 * time away. The soft limit keeps a large one from growing far; see docs/decisions/0011. An environment's `env` beats both.
 */
const collector = { GOGC: '800', GOMEMLIMIT: '1GiB' }

/** The whole environment of every Terraform command of a stack. */
export function terraformEnvironment({ processEnvironment, dataFolder, workspace, keptState }: TerraformEnvironmentOptions): Readonly<Record<string, string>> {
  const isOurs = (name: string): boolean => ours.test(name) || (keptState !== null && name.startsWith('TF_HTTP_'))
  return {
    ...collector,
    ...Object.fromEntries(Object.entries(processEnvironment).filter(([name]) => !isOurs(name))),
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
    TF_DATA_DIR: dataFolder,
    ...(workspace === null ? {} : { TF_WORKSPACE: workspace }),
    ...keptState,
  }
}
