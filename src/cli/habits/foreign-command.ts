/** A command of another tool, and what is typed here instead. */
export interface ForeignCommand {
  /** Its words, as they stand behind the other tool's name. */
  readonly typed: string
  readonly of: Tool
  /**
   * What is typed here; the first one counts whose command and options there are. In braces: `{env}`, the environment where nothing else says
   * it; `{ENV}`, the environment in any case; `{WORD}`, the first word; `{NAME}`, the last one; `{THING}`, the same, which may be inside of a stack; `{ADDRESS}`, environment and name; `{rest}`, all words
   * that are left. What stands in capitals is left as it is where nobody said it. `{again}`: the rest is read as a command of its own.
   */
  readonly here: readonly string[]
  /** What is different here, where the words alone do not say so. */
  readonly why?: string
}

/** Whose words are known. */
export type Tool = 'Terraform' | 'kubectl' | 'Pulumi' | 'Terragrunt'

const Terraform = 'Terraform'
const kubectl = 'kubectl'
const Pulumi = 'Pulumi'
const Terragrunt = 'Terragrunt'

const inGit = 'what is wanted stands in the documents, and is changed there'
const environmentsAreDocuments = 'an environment is a document of kind Environment'

/** Commands of other tools. Those that Genesis has itself are never looked up. */
export const foreignCommands: readonly ForeignCommand[] = [
  { typed: 'output', of: Terraform, here: ['genesis outputs {env} {rest}'] },
  { typed: 'refresh', of: Terraform, here: ['genesis drift {env} {rest}', 'genesis plan {env} {rest}'], why: 'every plan looks at what is there' },
  {
    typed: 'import',
    of: Terraform,
    here: ['genesis state import {ENV}/NAME FILE'],
    why: 'a state file is taken over as a whole; one object, by an import block in its module',
  },
  {
    typed: 'taint',
    of: Terraform,
    here: ['genesis plan {env} --replace {THING}'],
    why: 'nothing is marked beforehand',
  },
  { typed: 'untaint', of: Terraform, here: ['genesis plan {env}'], why: 'nothing is marked beforehand' },
  { typed: 'force-unlock', of: Terraform, here: ['genesis unlock {ENV}'] },
  { typed: 'get', of: kubectl, here: ['genesis status {env}', 'genesis state list {env}'], why: "Terraform's modules are fetched when a stack is planned" },
  { typed: 'console', of: Terraform, here: ['genesis explain {ADDRESS} PATH'] },
  { typed: 'fmt', of: Terraform, here: ['terraform fmt -recursive'], why: 'modules are formatted by Terraform itself' },
  { typed: 'login', of: Terraform, here: ['genesis doctor'], why: 'there is no account' },
  { typed: 'logout', of: Terraform, here: ['genesis doctor'], why: 'there is no account' },
  { typed: 'providers', of: Terraform, here: ['genesis doctor'] },
  { typed: 'providers lock', of: Terraform, here: ['genesis lock {rest}', 'terraform providers lock'], why: 'the lock file lies beside the module' },
  { typed: 'version', of: Terraform, here: ['genesis --version'] },
  { typed: 'state push', of: Terraform, here: ['genesis state import {ENV}/NAME FILE'] },
  { typed: 'workspace', of: Terraform, here: ['genesis validate'], why: 'what separates things is an environment' },
  { typed: 'workspace list', of: Terraform, here: ['genesis validate'], why: 'it lists the environments' },
  { typed: 'workspace select', of: Terraform, here: ['export GENESIS_ENVIRONMENT={WORD}'] },
  { typed: 'workspace new', of: Terraform, here: ['genesis schema Environment'], why: environmentsAreDocuments },
  { typed: 'workspace delete', of: Terraform, here: ['genesis destroy {ENV}'] },
  { typed: 'terraform', of: Terraform, here: ['genesis {again}'], why: 'Genesis calls Terraform itself' },
  { typed: 'tofu', of: Terraform, here: ['genesis {again}'], why: 'Genesis calls OpenTofu itself' },
  { typed: 'run', of: Terragrunt, here: ['genesis {again}'], why: 'every command is about a whole environment' },
  { typed: 'run --all', of: Terragrunt, here: ['genesis {again}'], why: 'every command is about a whole environment' },
  { typed: 'run -a', of: Terragrunt, here: ['genesis {again}'], why: 'every command is about a whole environment' },
  { typed: 'run-all', of: Terragrunt, here: ['genesis {again}'], why: 'every command is about a whole environment' },
  { typed: 'plan-all', of: Terragrunt, here: ['genesis plan {env} {rest}'], why: 'every plan is about a whole environment' },
  { typed: 'apply-all', of: Terragrunt, here: ['genesis apply {env} {rest}'], why: 'every plan is about a whole environment' },
  { typed: 'destroy-all', of: Terragrunt, here: ['genesis destroy {env} {rest}'], why: 'every plan is about a whole environment' },
  { typed: 'output-all', of: Terragrunt, here: ['genesis outputs {env} {rest}'] },
  { typed: 'validate-all', of: Terragrunt, here: ['genesis validate {env}'] },
  { typed: 'hclfmt', of: Terragrunt, here: ['terraform fmt -recursive'], why: 'modules are formatted by Terraform itself' },
  { typed: 'graph-dependencies', of: Terragrunt, here: ['genesis graph {env}'] },
  { typed: 'dag graph', of: Terragrunt, here: ['genesis graph {env}'] },
  { typed: 'render-json', of: Terragrunt, here: ['genesis explain {ADDRESS}'] },
  { typed: 'render', of: Terragrunt, here: ['genesis explain {ADDRESS}'] },
  { typed: 'find', of: Terragrunt, here: ['genesis graph {env}'] },
  { typed: 'list', of: Terragrunt, here: ['genesis state list {env}'] },
  { typed: 'up', of: Pulumi, here: ['genesis apply {env} {rest}'] },
  { typed: 'update', of: Pulumi, here: ['genesis apply {env} {rest}'] },
  { typed: 'preview', of: Pulumi, here: ['genesis plan {env} {rest}'] },
  { typed: 'cancel', of: Pulumi, here: ['genesis unlock {ENV}'] },
  { typed: 'new', of: Pulumi, here: ['genesis init {rest}'] },
  { typed: 'stack', of: Pulumi, here: ['genesis status {env}', 'genesis state list {env}'], why: 'a stack of Pulumi is an environment here' },
  { typed: 'stack ls', of: Pulumi, here: ['genesis validate'], why: 'it lists the environments' },
  { typed: 'stack select', of: Pulumi, here: ['export GENESIS_ENVIRONMENT={WORD}'] },
  { typed: 'stack init', of: Pulumi, here: ['genesis schema Environment'], why: environmentsAreDocuments },
  { typed: 'stack output', of: Pulumi, here: ['genesis outputs {env} {rest}'] },
  { typed: 'stack history', of: Pulumi, here: ['genesis runs {env}'] },
  { typed: 'stack export', of: Pulumi, here: ['genesis state list {env} -o json'] },
  { typed: 'stack graph', of: Pulumi, here: ['genesis graph {env}'] },
  { typed: 'stack rm', of: Pulumi, here: ['genesis destroy {ENV}'] },
  { typed: 'config', of: Pulumi, here: ['genesis schema Environment'], why: 'variables of an environment stand in its document, under spec.variables' },
  { typed: 'history', of: Pulumi, here: ['genesis runs {env}'] },
  { typed: 'about', of: Pulumi, here: ['genesis doctor'] },
  { typed: 'whoami', of: Pulumi, here: ['genesis doctor'], why: 'there is no account' },
  { typed: 'describe', of: kubectl, here: ['genesis explain {ADDRESS}'] },
  { typed: 'delete', of: kubectl, here: ['genesis destroy {env} {NAME}'], why: 'it stays away when its document is taken out, too' },
  { typed: 'diff', of: kubectl, here: ['genesis plan {env}'] },
  { typed: 'edit', of: kubectl, here: ['genesis plan {env}'], why: inGit },
  { typed: 'patch', of: kubectl, here: ['genesis plan {env}'], why: inGit },
  { typed: 'set', of: kubectl, here: ['genesis plan {env}'], why: inGit },
  { typed: 'scale', of: kubectl, here: ['genesis plan {env}'], why: inGit },
  { typed: 'create', of: kubectl, here: ['genesis apply {env}'], why: inGit },
  { typed: 'rollout undo', of: kubectl, here: ['genesis rollback {ENV}', 'genesis plan {env}'], why: 'an environment goes back as a whole' },
  { typed: 'rollout history', of: kubectl, here: ['genesis runs {env}'] },
  { typed: 'rollout status', of: kubectl, here: ['genesis status {env}', 'genesis state list {env}'] },
  { typed: 'config use-context', of: kubectl, here: ['export GENESIS_ENVIRONMENT={WORD}'] },
  { typed: 'config get-contexts', of: kubectl, here: ['genesis validate'], why: 'it lists the environments' },
  { typed: 'cluster-info', of: kubectl, here: ['genesis doctor'] },
]
