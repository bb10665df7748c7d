/** An option of another tool, and what is said here instead. Options that the command has itself are never looked up. */
export interface ForeignOption {
  /** Without dashes; those of one letter are written with one dash, all others with one or two. */
  readonly names: readonly string[]
  /** `value`: always one, behind `=` or as the next word. `choice`: perhaps one behind `=`. */
  readonly takes: 'nothing' | 'value' | 'choice'
  /** The commands of ours that it is known of; all where it is left out. */
  readonly on?: readonly string[]
  /** The values that it means this with; with others the next entry of the same name counts. */
  readonly values?: RegExp
  readonly here: Meaning
}

/** What an option of another tool is here. In words, `{}` is its value. */
export type Meaning =
  /** The very same: it is accepted. */
  | { readonly kind: 'same'; readonly words: readonly string[] }
  /** The same as a word behind the environment. */
  | { readonly kind: 'target' }
  /** It is so in any case: accepted, and left out. */
  | { readonly kind: 'always' }
  /** Something near it, which somebody has to agree to: refused. `commands`: other commands to use, the first that there is. */
  | { readonly kind: 'near'; readonly words: readonly string[]; readonly why: string; readonly commands?: readonly string[] }

const yes = /^(?:true|1|t|client|server)?$/i
const no = /^(?:false|0|f|none)$/i

function same(...words: readonly string[]): Meaning {
  return { kind: 'same', words }
}

function near(why: string, ...words: readonly string[]): Meaning {
  return { kind: 'near', words, why }
}

const always: Meaning = { kind: 'always' }
const setting = ['validate', 'plan', 'apply', 'resume', 'explain', 'graph']
const setWhat = 'values stand in documents; for one command, a variable of the environment or a part of a resource (NAME.variables.x=…) can be set'
const planning = ['plan', 'apply', 'destroy']
const targetsAreResources = 'a target is the name of a resource of the environment'
const initByItself: Meaning = {
  kind: 'near',
  words: [],
  why: '"genesis init" writes a new project; stacks are initialised by themselves when they have to be',
  commands: ['plan'],
}
const backends = 'a backend stands in the document, under spec.backend'
const states = 'where state is kept stands in the documents and in config/coordination.yaml'
const concurrency = "--concurrency bounds how many resources are worked on at once; inside a stack, Terraform's own bound stays"
const noNamespaces = 'there are no namespaces; what separates things is an environment'
const wholeProject = 'all documents of the project count; a part of them is chosen by targets'

/** Options of other tools. Of two entries with one name the first that fits counts. */
export const foreignOptions: readonly ForeignOption[] = [
  // Terraform and OpenTofu
  { names: ['auto-approve'], takes: 'choice', values: yes, here: same('--yes') },
  { names: ['auto-approve'], takes: 'choice', values: no, here: always },
  { names: ['force'], takes: 'choice', on: ['destroy'], values: yes, here: same('--yes') },
  { names: ['target', 't'], takes: 'value', on: planning, values: /^[^.[\]:]+$/, here: { kind: 'target' } },
  { names: ['target', 't'], takes: 'value', on: planning, here: near(`${targetsAreResources}; a stack is planned as a whole`, 'NAME') },
  { names: ['target-file', 'exclude-file'], takes: 'value', on: planning, here: near(targetsAreResources, 'NAME') },
  { names: ['var'], takes: 'value', on: setting, here: near(setWhat, '--set', 'environment.variables.{}') },
  { names: ['set-string', 'set-json', 'set-file'], takes: 'value', on: setting, here: near(setWhat, '--set', 'NAME.variables.{}') },
  { names: ['var'], takes: 'value', here: near("a stack's variables stand in its document, under spec.variables; an environment's under its own") },
  { names: ['var-file'], takes: 'value', here: near("files of variables are named in the stack's document, under spec.varFiles") },
  { names: ['refresh', 'r'], takes: 'choice', on: planning, values: yes, here: always },
  { names: ['refresh', 'r'], takes: 'choice', on: planning, values: no, here: same('--refresh', 'none') },
  {
    names: ['refresh-only'],
    takes: 'choice',
    on: planning,
    here: { kind: 'near', words: [], why: 'a plan shows what has drifted before it shows what would change', commands: ['drift', 'plan'] },
  },
  {
    names: ['destroy'],
    takes: 'choice',
    on: ['apply'],
    values: yes,
    here: { kind: 'near', words: [], why: 'taking everything away is a command of its own', commands: ['destroy'] },
  },
  {
    names: ['json', 'j'],
    takes: 'choice',
    on: planning,
    here: near('-o jsonl streams events, and -o json gives one document, both of a shape of their own', '-o', 'jsonl'),
  },
  { names: ['json', 'j'], takes: 'choice', here: near('-o json gives a document of a shape of its own', '-o', 'json') },
  { names: ['raw'], takes: 'choice', on: ['outputs'], here: near('values are printed as one document', '-o', 'json') },
  { names: ['parallelism', 'parallel', 'p'], takes: 'value', on: ['apply', 'destroy'], here: near(concurrency, '--concurrency', '{}') },
  {
    names: ['parallelism', 'parallel', 'p'],
    takes: 'value',
    on: ['plan'],
    here: near('how many stacks are planned at once stands in config/coordination.yaml'),
  },
  { names: ['lock'], takes: 'choice', values: yes, here: always },
  { names: ['lock'], takes: 'choice', values: no, here: near('an environment is always held while it is changed') },
  {
    names: ['lock-timeout'],
    takes: 'value',
    here: near('nothing is held while it is planned or read: only what changes an environment stands in line, with --lock-timeout of its own'),
  },
  { names: ['input', 'interactive'], takes: 'choice', here: always },
  { names: ['upgrade'], takes: 'choice', on: ['init'], here: initByItself },
  { names: ['reconfigure', 'migrate-state', 'force-copy', 'get'], takes: 'choice', on: ['init'], here: initByItself },
  { names: ['backend-config', 'from-module', 'plugin-dir', 'lockfile'], takes: 'value', on: ['init'], here: { ...initByItself, why: backends } },
  { names: ['backend'], takes: 'choice', here: near(backends) },
  { names: ['backend-config'], takes: 'value', here: near(backends) },
  { names: ['compact-warnings', 'concise', 'consolidate-warnings', 'consolidate-errors'], takes: 'choice', here: near('there is nothing like it') },
  { names: ['state', 'state-out', 'backup'], takes: 'value', here: near(states) },
  { names: ['generate-config-out'], takes: 'value', on: ['plan'], here: near("configuration is written by Terraform itself, in the module's folder") },
  { names: ['help'], takes: 'nothing', here: same('--help') },
  // kubectl
  { names: ['f', 'filename', 'k', 'kustomize'], takes: 'value', on: [...planning, 'validate'], here: near(wholeProject, 'NAME') },
  { names: ['R', 'recursive', 'prune', 'wait'], takes: 'choice', on: planning, here: always },
  { names: ['n', 'namespace'], takes: 'value', here: near(noNamespaces, '-e', '{}') },
  { names: ['A', 'all-namespaces'], takes: 'choice', here: near(noNamespaces) },
  { names: ['context', 'cluster'], takes: 'value', here: near('what is chosen is an environment', '-e', '{}') },
  { names: ['dry-run'], takes: 'choice', values: yes, here: same('--dry-run') },
  { names: ['dry-run'], takes: 'choice', values: no, here: always },
  { names: ['timeout'], takes: 'value', here: near('how long a resource may take stands in its document, under lifecycle.timeout') },
  // Pulumi
  { names: ['diff'], takes: 'choice', on: planning, here: always },
  { names: ['stack', 's'], takes: 'value', here: near('a stack of Pulumi is an environment here', '-e', '{}') },
  { names: ['target-dependents'], takes: 'choice', on: planning, here: same('--with-dependents') },
  { names: ['target-replace'], takes: 'value', on: planning, here: same('--replace', '{}') },
  { names: ['skip-preview'], takes: 'choice', on: planning, here: near('the plan is always shown') },
  { names: ['expect-no-changes'], takes: 'choice', on: ['plan'], here: near('changes are told by exit code 2', '--detailed-exitcode') },
  { names: ['save-plan'], takes: 'value', on: ['plan'], here: same('--out', '{}') },
  { names: ['continue-on-error'], takes: 'choice', on: ['apply', 'destroy'], values: yes, here: same('--on-failure', 'continue') },
  { names: ['cwd', 'working-dir', 'terragrunt-working-dir'], takes: 'value', here: same('-C', '{}') },
  { names: ['color'], takes: 'value', values: /^never$/, here: same('--no-color') },
  { names: ['color'], takes: 'value', here: near('colour follows the terminal, NO_COLOR and FORCE_COLOR') },
  { names: ['message', 'm'], takes: 'value', on: planning, here: near('a run carries no message') },
  // Terragrunt
  {
    names: ['non-interactive', 'terragrunt-non-interactive'],
    takes: 'choice',
    on: ['apply', 'destroy'],
    here: near('--yes answers the question; without a terminal nothing is asked', '--yes'),
  },
  { names: ['non-interactive', 'terragrunt-non-interactive'], takes: 'choice', here: always },
  { names: ['terragrunt-parallelism'], takes: 'value', on: ['apply', 'destroy'], here: same('--concurrency', '{}') },
  { names: ['queue-include-dir', 'terragrunt-include-dir'], takes: 'value', on: planning, here: near(`${targetsAreResources}, not a folder`, 'NAME') },
  {
    names: ['queue-exclude-dir', 'terragrunt-exclude-dir'],
    takes: 'value',
    on: planning,
    here: near('what is left out is the name of a resource', '--exclude', 'NAME'),
  },
  { names: ['queue-ignore-errors', 'terragrunt-ignore-dependency-errors'], takes: 'choice', on: ['apply', 'destroy'], here: same('--on-failure', 'continue') },
]
