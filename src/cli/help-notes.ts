import { ExitCode } from '../events/exit-code.ts'

/** What help says beside the names of words and options. */
export interface HelpNotes {
  /** Lines as one would type them, each with what it does. */
  readonly examples: readonly (readonly [line: string, what: string])[]
  /** Those that the command ends with. */
  readonly exitCodes: readonly ExitCode[]
}

const { success, error, changesPresent, invalidInput, approvalNeeded, locked, partlyApplied, rolledBack, internalError, interrupted } = ExitCode

const reading: readonly ExitCode[] = [success, error, invalidInput, internalError]
const planning: readonly ExitCode[] = [...reading, interrupted]
const applying: readonly ExitCode[] = [success, error, invalidInput, approvalNeeded, locked, partlyApplied, rolledBack, internalError, interrupted]
const changingRecords: readonly ExitCode[] = [success, error, invalidInput, locked, internalError, interrupted]

/** Of every command by its words; '' is the program itself. A test holds them against the commands that there are. */
export const helpNotes: Readonly<Record<string, HelpNotes>> = {
  '': {
    examples: [
      ['genesis init shop', 'write a small working project'],
      ['genesis plan dev', 'show what apply would do'],
      ['genesis apply dev', 'show it, ask, do it'],
      ['genesis help apply', 'everything about one command'],
    ],
    exitCodes: Object.values(ExitCode),
  },
  init: { examples: [['genesis init shop', 'write a project into the folder shop']], exitCodes: reading },
  validate: {
    examples: [
      ['genesis validate', 'check the whole project and list its environments'],
      ['genesis validate -o json', 'the same for programs'],
    ],
    exitCodes: reading,
  },
  plan: {
    examples: [
      ['genesis plan dev', 'everything in dev'],
      ['genesis plan dev app network', 'two resources, and what they wait for'],
      ['genesis plan dev -l team=web --exclude docs', 'what has a label, without one of them'],
      ['genesis plan dev,staging', 'two environments, one after the other'],
      ['genesis plan prod --out prod.plan', 'save it, to be applied exactly as it is'],
      ['genesis plan dev --set app.variables.size=9', 'as if the document said so'],
      ['genesis plan prod -o markdown', 'for a pull request'],
    ],
    exitCodes: [success, error, changesPresent, invalidInput, internalError, interrupted],
  },
  apply: {
    examples: [
      ['genesis apply dev', 'plan dev, show it, ask, apply it'],
      ['genesis apply dev app --yes', 'one resource and what it waits for, without asking'],
      ['genesis apply dev --replace network:aws_vpc.main', 'make something inside of a stack anew'],
      ['genesis apply --all -l team=web', 'what has a label, in every environment that has it'],
      ['genesis apply prod.plan --confirm prod', 'a saved plan of a protected environment'],
      ['genesis apply dev --yes --lock-timeout 10m', 'in a pipeline: when it is its turn'],
      ['genesis apply prod.plan --confirm prod --release-hold', 'forward again after a rollback'],
    ],
    exitCodes: applying,
  },
  checkpoint: { examples: [['genesis checkpoint list dev', 'the checkpoints of dev, newest first']], exitCodes: reading },
  'checkpoint list': { examples: [['genesis checkpoint list dev', 'those of dev, newest first']], exitCodes: reading },
  'checkpoint show': { examples: [['genesis checkpoint show dev.3', 'what was recorded then']], exitCodes: reading },
  'checkpoint create': { examples: [["genesis checkpoint create dev --note 'before the sale'", 'one that is kept']], exitCodes: changingRecords },
  'checkpoint diff': {
    examples: [
      ['genesis checkpoint diff dev.3', 'what changed since'],
      ['genesis checkpoint diff dev.3 dev.5', 'what changed in between'],
    ],
    exitCodes: reading,
  },
  'checkpoint prune': { examples: [['genesis checkpoint prune dev --keep 10', 'drop what nothing needs, but for the newest ten']], exitCodes: changingRecords },
  rollback: {
    examples: [
      ['genesis rollback dev', 'back to the last stable checkpoint before the last run'],
      ['genesis rollback dev --to dev.3 --dry-run', 'what would come back, and what would not'],
      ['genesis rollback prod --out back.plan', 'save it: prod is protected, and takes only a saved plan'],
    ],
    exitCodes: applying,
  },
  resume: {
    examples: [
      ['genesis resume', 'finish the run that was interrupted'],
      ['genesis resume 01m82wgn6mbjebz95pxn5p8cn0 --yes', 'that one, without asking'],
    ],
    exitCodes: applying,
  },
  destroy: {
    examples: [
      ['genesis destroy dev', 'take everything away, after asking'],
      ['genesis destroy dev app --dry-run', 'what would go with one resource'],
    ],
    exitCodes: applying,
  },
  outputs: {
    examples: [
      ['genesis outputs dev', 'of every resource'],
      ['genesis outputs dev network -o json', 'of one, for programs'],
    ],
    exitCodes: reading,
  },
  runs: { examples: [['genesis runs dev --limit 5', 'the last five']], exitCodes: reading },
  show: {
    examples: [
      ['genesis show prod.plan', 'a saved plan'],
      ['genesis show prod.plan --stack prod/network --terraform-json', 'one stack of it, for policy tools'],
      ['genesis show 01m82wgn6mbjebz95pxn5p8cn0', 'a run, step by step'],
    ],
    exitCodes: reading,
  },
  logs: { examples: [['genesis logs 01m82wgn6mbjebz95pxn5p8cn0 dev/app', 'what one resource wrote in a run']], exitCodes: reading },
  doctor: { examples: [['genesis doctor', 'look at everything']], exitCodes: reading },
  unlock: { examples: [['genesis unlock dev', 'close the run that did not end']], exitCodes: changingRecords },
  graph: {
    examples: [
      ['genesis graph dev', 'layer by layer'],
      ['genesis graph dev --format html', 'a page with a picture'],
    ],
    exitCodes: reading,
  },
  explain: {
    examples: [
      ['genesis explain dev/app variables.size', 'where a value comes from'],
      ['genesis explain dev/app', 'what waits for what, and why it is in the plan'],
    ],
    exitCodes: planning,
  },
  schema: {
    examples: [
      ['genesis schema', 'list them'],
      ['genesis schema TerraformStack', 'print one, with everything inside that it refers to'],
      ['genesis schema --out schemas', 'write them all, as files that refer to each other'],
    ],
    exitCodes: reading,
  },
  completion: { examples: [['genesis completion bash', 'to be read by the shell: source <(genesis completion bash)']], exitCodes: [success, invalidInput] },
  hold: { examples: [['genesis hold list', 'what is on hold']], exitCodes: reading },
  'hold list': {
    examples: [
      ['genesis hold list', 'in every environment'],
      ['genesis hold list prod --all', 'in one, with what was released'],
    ],
    exitCodes: reading,
  },
  'hold place': { examples: [['genesis hold place prod --reason "the database is being moved"', 'pipelines stay out']], exitCodes: reading },
  'hold release': {
    examples: [
      ['genesis hold release prod', 'pipelines may go on'],
      ['genesis hold release prod 2', 'past that one'],
    ],
    exitCodes: reading,
  },
  state: { examples: [['genesis state list dev', 'what is recorded']], exitCodes: changingRecords },
  'state list': { examples: [['genesis state list dev', 'of one environment']], exitCodes: reading },
  'state show': { examples: [['genesis state show dev/app', 'all that is recorded of it']], exitCodes: reading },
  'state import': { examples: [['genesis state import dev/network terraform.tfstate', 'keep this state from now on']], exitCodes: changingRecords },
  'state mv': { examples: [['genesis state mv dev/app dev/web', 'what was recorded as app is web from now on']], exitCodes: changingRecords },
  'state repair': { examples: [['genesis state repair prod/network', 'its state is empty since Terraform was killed']], exitCodes: changingRecords },
  'state backup': { examples: [['genesis state backup /mnt/safe/today.genesis-store', 'a sealed copy, now']], exitCodes: reading },
  'state pull': { examples: [['genesis state pull dev/network --out network.tfstate', 'for Terraform by hand']], exitCodes: reading },
  'state restore': {
    examples: [['genesis state restore /mnt/safe/today.genesis-store --key /safe/key', 'on a new machine']],
    exitCodes: changingRecords,
  },
  'state verify': {
    examples: [
      ['genesis state verify', 'is everything in it whole?'],
      ['genesis state verify /mnt/safe/today.genesis-store', 'does that copy open, and is it whole?'],
    ],
    exitCodes: reading,
  },
  'state resolve': {
    examples: [
      ['genesis state resolve dev/dns --not-applied', 'it was not created: the next apply does it'],
      ['genesis state resolve dev/dns --adopt zone-7', 'it was created, and this is its name'],
    ],
    exitCodes: changingRecords,
  },
  'state rm': {
    examples: [
      ['genesis state rm dev/app', 'forget it; the real thing stays'],
      ['genesis state rm dev/app --dry-run', 'only say whether it would be'],
    ],
    exitCodes: changingRecords,
  },
}
