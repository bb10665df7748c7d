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
  const candidates = await candidatesOf(completion, names, environment ?? context.environment)
  // Behind a comma a list goes on.
  const before = typed.slice(0, typed.lastIndexOf(',') + 1)
  const fitting = [...new Set(candidates)].map((candidate) => before + candidate).filter((candidate) => candidate.startsWith(typed) && plain.test(candidate))
  context.out.write(fitting.map((candidate) => `${candidate}\n`).join(''))
  return ExitCode.success
}

async function candidatesOf(completion: Completion, names: () => Promise<ProjectNames>, given: string | null): Promise<readonly string[]> {
  switch (completion.kind) {
    case 'words':
      return completion.words
    case 'files':
      return []
    case 'environments':
      return (await names()).environments
    case 'addresses': {
      const { addresses } = await names()
      return given === null ? addresses : [...addresses, ...inEnvironment(addresses, given)]
    }
    case 'targets': {
      const { environments, addresses } = await names()
      const environment = completion.environment ?? given
      return environment === null ? [...environments, ...addresses] : inEnvironment(addresses, environment)
    }
    default:
      return completion satisfies never
  }
}

function inEnvironment(addresses: readonly string[], environment: string): readonly string[] {
  return environment.split(',').flatMap((name) => addresses.flatMap((address) => (address.startsWith(`${name}/`) ? [address.slice(name.length + 1)] : [])))
}
