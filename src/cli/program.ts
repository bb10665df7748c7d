import { Command, InvalidArgumentError, Option } from 'commander'
import type { ExitCode } from '../events/exit-code.ts'
import { addAsking } from './add-asking.ts'
import { addHolds } from './add-holds.ts'
import { addLockTimeout } from './add-lock-timeout.ts'
import { addSelecting, selectingOptions } from './add-selecting.ts'
import { addSetting, setWords } from './add-setting.ts'
import { addState, changing, howOf } from './add-state.ts'
import { logLevels, type CliContext } from './cli-context.ts'
import { describeHelp, pathOf } from './help.ts'
import type { GlobalOptions } from './global-options.ts'
import type { Register, Run } from './register.ts'

/** What the program needs from its wiring root. */
export interface ProgramOptions {
  readonly version: string
  readonly createContext: (options: GlobalOptions) => Promise<CliContext>
  /** Told the exit code of the command that ran. */
  readonly finish: (code: ExitCode) => void
  readonly writeOut: (text: string) => void
  readonly writeErr: (text: string) => void
  /** Cells in a row of stdout; null where nobody knows. */
  readonly columns: number | null
}

/** The command line: names, options and help. What the commands do is loaded when one is called, in one piece: see docs/decisions/0008. */
export function createProgram(options: ProgramOptions): Command {
  const program = new Command('genesis')
    .description('Desired state in git, one plan for the whole system, applied in order: Terraform root modules, files, commands.')
    .version(options.version, '-V, --version', 'show the version')
    .option('-C, --chdir <folder>', 'work on the project of this folder, or of one above it; default: the working directory')
    .option('-e, --environment <name>', 'the environment, or a list: dev,staging; all words are targets then; default: GENESIS_ENVIRONMENT')
    .addOption(
      new Option(
        '-o, --output <format>',
        'what stdout gets; json, yaml: one document, jsonl: the event stream; table, markdown, html: of plans; table also of lists',
      )
        .choices(['text', 'json', 'jsonl', 'yaml', 'table', 'markdown', 'html'])
        .default('text'),
    )
    .addOption(new Option('--log-level <level>', 'what is told on stderr on the way; -v is debug').choices(logLevels).default('info'))
    .option('--no-color', 'no colour, as with NO_COLOR')
    .option('-v, --verbose', "also show the programs' output, and every change of a plan in full", false)
    // What is wrong with the words is said by whoever catches it.
    .configureOutput({ writeOut: options.writeOut, writeErr: options.writeErr, outputError: () => undefined })
    .exitOverride()
    .enablePositionalOptions(false)
    .showSuggestionAfterError(false)
  describeHelp(program, options.columns)
  const register: Register = (command, run) => {
    command.exitOverride().configureOutput({ writeOut: options.writeOut, writeErr: options.writeErr })
    command.action(async (...received: unknown[]) => {
      const parsed = command.optsWithGlobals<GlobalOptions & Record<string, unknown>>()
      const forms = formsOf(command)
      if (!forms.includes(parsed.output)) refuseForm(command, parsed.output, forms)
      const context = await options.createContext(parsed)
      const { commands } = await import('./commands.ts')
      options.finish(await run(commands, context, wordsOf(received), parsed))
    })
  }
  addPlanning(program, register)
  addReading(program, register)
  addAsking(program, register)
  addState(program, register)
  addCheckpoints(program, register)
  addHolds(program, register)
  return program
}

function addPlanning(program: Command, register: Register): void {
  program.commandsGroup('Write, plan, apply:')
  register(program.command('init [folder]').description('write a small working project'), (commands, context, [folder]) => {
    return commands.initCommand(context, folder ?? null)
  })
  const validate = program.command('validate [environment]').description('check schema, references, circles and sources; touches nothing')
  addSetting(validate)
  register(validate, (commands, context, words) => commands.validateCommand(context, words))
  const plan = program.command('plan [words...]').usage('<environment> [targets...] [options]').description('show what apply would do')
  plan.option('--out <file>', 'save the plan, to be applied exactly as it is')
  plan.option('--detailed-exitcode', 'exit 2 when there are changes', false)
  plan.option('--destroy', 'plan to take everything away', false)
  addSelecting(plan, 'apply')
  addSetting(plan)
  plan.option('--allow-empty', 'an environment without any document is meant to lose everything', false)
  const runPlan: Run = (commands, context, words, given) => {
    return commands.planCommand(context, {
      words,
      out: text(given['out']),
      detailedExitcode: given['detailedExitcode'] === true,
      destroy: given['destroy'] === true,
      allowEmpty: given['allowEmpty'] === true,
      selecting: selectingOptions(given),
    })
  }
  register(plan, runPlan)
  for (const mode of ['apply', 'destroy'] as const) addApplying(program, register, mode)
  addRollback(program, register)
  addResuming(program, register)
}

function addApplying(program: Command, register: Register, mode: 'apply' | 'destroy'): void {
  const command = program.command(`${mode} [words...]`)
  if (mode === 'apply')
    command
      .usage('<environment> [targets...] [options] | <plan file> [options]')
      .description('show the plan, ask, apply it')
      .option('--allow-empty', 'an environment without any document is meant to lose everything', false)
  else command.usage('<environment> [targets...] [options]').description('plan to take everything away, ask, do it')
  addSelecting(command, mode)
  if (mode === 'apply') addSetting(command)
  command.option('-y, --yes', 'do not ask', false)
  command.option('--dry-run', 'only show the plan', false)
  command.option('--confirm <environment>', 'the name of a protected environment, instead of typing it')
  command.option('--allow-destroy', 'deletes and replaces in a protected environment are meant', false)
  command.option('--release-hold', 'end the holds of the environment with this run', false)
  command.addOption(
    new Option('--concurrency <number>', 'how many steps run at once; default: max_concurrent_operations of config/coordination.yaml').argParser(wholeNumber),
  )
  command.addOption(
    new Option(
      '--on-failure <what>',
      'what to do when a step fails: go on with what does not wait for it, start nothing new, or also take back what was done; default: lifecycle.onFailure of the resource, or continue',
    ).choices(['continue', 'halt', 'rollback']),
  )
  register(addLockTimeout(command), (commands, context, words, given) => {
    return commands.applyCommand(context, {
      words,
      mode,
      yes: given['yes'] === true,
      dryRun: given['dryRun'] === true,
      confirm: text(given['confirm']),
      allowDestroy: given['allowDestroy'] === true,
      releaseHold: given['releaseHold'] === true,
      allowEmpty: given['allowEmpty'] === true,
      selecting: selectingOptions(given),
      set: setWords(given),
      concurrency: typeof given['concurrency'] === 'number' ? given['concurrency'] : null,
      onFailure: onFailureOf(given['onFailure']),
    })
  })
}

function addRollback(program: Command, register: Register): void {
  const rollback = program.command('rollback <environment>').description('show the plan back to a checkpoint, and what comes back; ask, do it')
  rollback.option('--to <checkpoint>', 'the checkpoint, as dev.3 or 3; default: the last stable one before the last run')
  rollback.option('--out <file>', 'save the plan instead, to be applied exactly as it is')
  rollback.option('-y, --yes', 'do not ask', false)
  rollback.option('--dry-run', 'only show the plan', false)
  rollback.option('--confirm <environment>', 'the name of a protected environment, instead of typing it')
  rollback.option('--allow-destroy', 'deletes and replaces in a protected environment are meant, and going back to where nothing was', false)
  rollback.addOption(new Option('--concurrency <number>', 'how many steps run at once').argParser(wholeNumber))
  register(addLockTimeout(rollback), (commands, context, [environment = ''], given) => {
    return commands.rollbackCommand(context, {
      environment,
      to: text(given['to']),
      out: text(given['out']),
      yes: given['yes'] === true,
      dryRun: given['dryRun'] === true,
      confirm: text(given['confirm']),
      allowDestroy: given['allowDestroy'] === true,
      concurrency: typeof given['concurrency'] === 'number' ? given['concurrency'] : null,
    })
  })
}

function addResuming(program: Command, register: Register): void {
  const resume = program.command('resume [run]').description('find out what became of an interrupted run, and finish it')
  addSetting(resume)
  resume.option('-y, --yes', 'do not ask', false)
  resume.option('--dry-run', 'only show the plan, as far as it can be made before it is known what became of interrupted steps', false)
  resume.option('--confirm <environment>', 'the name of a protected environment, instead of typing it')
  resume.option('--allow-destroy', 'deletes and replaces in a protected environment are meant', false)
  resume.option('--release-hold', 'end the holds of the environment with this run', false)
  resume.addOption(new Option('--concurrency <number>', 'how many steps run at once').argParser(wholeNumber))
  register(addLockTimeout(resume), (commands, context, [run], given) => {
    return commands.resumeCommand(context, {
      run: run ?? null,
      dryRun: given['dryRun'] === true,
      set: setWords(given),
      yes: given['yes'] === true,
      confirm: text(given['confirm']),
      allowDestroy: given['allowDestroy'] === true,
      releaseHold: given['releaseHold'] === true,
      concurrency: typeof given['concurrency'] === 'number' ? given['concurrency'] : null,
    })
  })
}

function addReading(program: Command, register: Register): void {
  program.commandsGroup('Look at what was done:')
  const outputs = program.command('outputs [environment] [name]').description('outputs; sensitive ones only with --show-sensitive')
  outputs.option('--show-sensitive', 'show sensitive values, too', false)
  register(outputs, (commands, context, words, given) => {
    return commands.outputsCommand(context, words, given['showSensitive'] === true)
  })
  const runs = program.command('runs [environment]').description('past runs, newest first')
  runs.addOption(new Option('--limit <number>', 'at most so many').argParser(wholeNumber).default(20))
  register(runs, (commands, context, [environment], given) => {
    return commands.runsCommand(context, environment ?? context.environment, Number(given['limit']))
  })
  const show = program.command('show <what>').usage('<plan file | run> [options]').description('a saved plan, or a run with its journal')
  show.option('--stack <address>', 'one stack of a saved plan')
  show.option('--terraform-json', "the stack's changes as Terraform's plan JSON, for policy and cost tools", false)
  const runShow: Run = (commands, context, [what = ''], given) => {
    return commands.showCommand(context, what, { stack: text(given['stack']), terraformJson: given['terraformJson'] === true })
  }
  register(show, runShow)
  register(program.command('logs <run> [address]').description('what a run, or one resource in it, wrote'), (commands, context, [run = '', address]) => {
    return commands.logsCommand(context, run, address ?? null)
  })
  register(program.command('doctor').description('what is installed, reachable or broken, and the mend for each'), (commands, context) => {
    return commands.doctorCommand(context)
  })
  const unlock = program.command('unlock <environment>').description('let an environment go on after a run that did not end')
  register(changing(unlock), (commands, context, [environment = ''], given) => commands.unlockCommand(context, environment, howOf(given)))
}

function addCheckpoints(program: Command, register: Register): void {
  const checkpoint = program.command('checkpoint').description('what was recorded at moments that can be gone back to')
  const list = checkpoint.command('list [environment]').description('checkpoints, newest first').option('--pruned', 'also those that were dropped', false)
  register(list, (commands, context, [environment], given) => {
    return commands.checkpointListCommand(context, environment ?? context.environment, given['pruned'] === true)
  })
  register(checkpoint.command('show <checkpoint>').description('what a checkpoint holds'), (commands, context, [word = '']) => {
    return commands.checkpointShowCommand(context, word)
  })
  const create = checkpoint.command('create <environment>').description('take a checkpoint of what is recorded now; it is kept until it is pruned by name')
  create.option('--note <text>', 'what to remember it by')
  register(addLockTimeout(create), (commands, context, [environment = ''], given) =>
    commands.checkpointCreateCommand(context, environment, text(given['note'])),
  )
  register(checkpoint.command('diff <from> [to]').description('what changed between two checkpoints, or since one'), (commands, context, [from = '', to]) => {
    return commands.checkpointDiffCommand(context, from, to ?? null)
  })
  const prune = checkpoint.command('prune <environment> [checkpoints...]').description('drop checkpoints that nothing needs, or those that are named')
  prune.addOption(new Option('--keep <number>', 'keep the newest so many; default: checkpoints.keep of config/coordination.yaml').argParser(wholeNumber))
  register(addLockTimeout(prune), (commands, context, [environment = '', ...checkpoints], given) => {
    return commands.checkpointPruneCommand(context, environment, { checkpoints, keep: typeof given['keep'] === 'number' ? given['keep'] : null })
  })
}

/** Forms of answers that only some commands have. */
const moreForms: Readonly<Record<string, readonly string[]>> = {
  plan: ['table', 'markdown', 'html'],
  show: ['table', 'markdown', 'html'],
  apply: ['table'],
  destroy: ['table'],
  graph: ['html'],
  runs: ['table'],
  'hold list': ['table'],
  schema: ['table'],
  'state list': ['table'],
}

function formsOf(command: Command): readonly string[] {
  return ['text', 'json', 'jsonl', 'yaml', ...(moreForms[pathOf(command).join(' ')] ?? [])]
}

function refuseForm(command: Command, form: string, forms: readonly string[]): never {
  const message = `error: option '-o, --output <format>' argument '${form}' is invalid. Allowed choices are ${forms.join(', ')}.`
  return command.error(message, { code: 'commander.invalidArgument' })
}

/** Commander hands over the arguments, then the options, then the command. */
function wordsOf(received: readonly unknown[]): readonly string[] {
  return received
    .slice(0, -2)
    .flat()
    .filter((word): word is string => typeof word === 'string')
}

function onFailureOf(value: unknown): 'continue' | 'halt' | 'rollback' | null {
  return value === 'continue' || value === 'halt' || value === 'rollback' ? value : null
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function wholeNumber(value: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('a whole number from 1 on')
  return number
}
