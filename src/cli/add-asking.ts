import { Argument, Option, type Command } from 'commander'
import { addSetting } from './add-setting.ts'
import type { GraphFormat } from './commands/graph-command.ts'
import type { Shell } from './render/completion-script.ts'
import type { Register } from './register.ts'

/** The forms in which `genesis graph` answers; here, so that help needs nothing of the engine. */
const shells: readonly Shell[] = ['bash', 'zsh', 'fish']
const graphFormats: readonly GraphFormat[] = ['text', 'svg', 'dot', 'mermaid', 'json', 'html']

/** The commands that answer questions about a project: what waits for what, why, and what may be written. */
export function addAsking(program: Command, register: Register): void {
  program.commandsGroup('Ask:')
  const graph = program.command('graph [environment]').description('what waits for what and why, in one environment or in all')
  graph.addOption(new Option('--format <format>', 'how to show it').choices(graphFormats))
  addSetting(graph)
  register(graph, (commands, context, [environment], given) => {
    const format = graphFormats.find((one) => one === given['format']) ?? null
    return commands.graphCommand(context, environment ?? context.environment, format)
  })
  const explain = program.command('explain <address> [path]').description('where a value comes from, or why a resource is in the plan')
  addSetting(explain)
  register(explain, (commands, context, [address = '', path]) => commands.explainCommand(context, address, path ?? null))
  const schema = program.command('schema [kind]').description('the JSON Schemas of documents, for editors')
  schema.option('--out <folder>', 'write them into this folder')
  register(schema, (commands, context, [kind], given) => {
    return commands.schemaCommand(context, kind ?? null, typeof given['out'] === 'string' ? given['out'] : null)
  })
  const completion = program.command('completion').description('a script that completes commands, options and names in a shell')
  completion.addArgument(new Argument('<shell>', 'the shell').choices(shells))
  register(completion, (commands, context, [shell]) => commands.completionCommand(context, shells.find((one) => one === shell) ?? 'bash'))
  const complete = program.command('__complete [words...]', { hidden: true })
  register(complete, (commands, context, words) => commands.completeCommand(context, program, words))
}
