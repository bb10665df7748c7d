import type { Command } from 'commander'
import type { ProjectNames } from '../../coordinator/project-names.ts'
import { ExitCode } from '../../events/exit-code.ts'
import { absolutePath } from '../absolute-path.ts'
import type { CliContext } from '../cli-context.ts'
import { completionPlace, type Completion } from '../complete-words.ts'

/** What a shell may put on its command line without quoting anything. */
const plain = /^[A-Za-z0-9@._/=,+-]+$/

/**
 * Answers a shell with what the last word may become, one per line. Says nothing when there is nothing to say or anything is wrong: a
 * person is in the middle of typing.
 */
export async function completeCommand(context: CliContext, program: Command, words: readonly string[]): Promise<ExitCode> {
  const typed = words.at(-1) ?? ''
  const { completion, environment, folder } = completionPlace(program, words)
  const names = () => context.coordinator.names(absolutePath(context.folder, folder ?? '.'))
  const schemas = async () => (await context.coordinator.schemas()).map(({ title }) => title)
  // Behind a comma a list goes on.
  const before = typed.slice(0, typed.lastIndexOf(',') + 1)
  const candidates = await candidatesOf(completion, { names, schemas, isList: before !== '', given: environment ?? context.environment })
  const taken = new Set(before.split(','))
  const more = candidates.filter((candidate) => !taken.has(candidate)).map((candidate) => before + candidate)
  const fitting = [...new Set(more)].filter((candidate) => candidate.startsWith(typed) && plain.test(candidate))
  context.out.write(fitting.map((candidate) => `${candidate}\n`).join(''))
  return ExitCode.success
}

interface Sources {
  readonly names: () => Promise<ProjectNames>
  readonly schemas: () => Promise<readonly string[]>
  /** Whether something stands before a comma already. */
  readonly isList: boolean
  /** The environments that an option or a variable gives. */
  readonly given: string | null
}

async function candidatesOf(completion: Completion, { names, schemas, isList, given }: Sources): Promise<readonly string[]> {
  switch (completion.kind) {
    case 'words':
      return completion.words
    case 'files':
      return []
    case 'schemas':
      return schemas()
    case 'environments':
      return (await names()).environments
    case 'addresses': {
      const { addresses } = await names()
      return given === null ? addresses : [...addresses, ...inEnvironment(addresses, given)]
    }
    case 'targets': {
      const { environments, addresses } = await names()
      const environment = completion.environment ?? given
      if (environment === null) return isList ? environments : [...environments, ...addresses]
      return inEnvironment(addresses, environment)
    }
    default:
      return completion satisfies never
  }
}

/** The names of the resources in an environment, or in some with commas between them. */
function inEnvironment(addresses: readonly string[], environment: string): readonly string[] {
  return environment.split(',').flatMap((name) => addresses.flatMap((address) => (address.startsWith(`${name}/`) ? [address.slice(name.length + 1)] : [])))
}
