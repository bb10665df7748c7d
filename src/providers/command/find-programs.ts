import { checkProgram, type ProgramPlace } from '../find-program.ts'
import type { SpecProblem } from '../spec-problem.ts'
import type { CommandPorts } from './command-ports.ts'
import { verbs, type Programs } from './command-spec.ts'

/** Looks for all the programs before anything runs; says what is wrong with those that cannot be started. */
export async function checkPrograms(ports: CommandPorts, programs: Programs, place: ProgramPlace): Promise<readonly SpecProblem[]> {
  const problems: SpecProblem[] = []
  for (const verb of verbs) {
    const argv = programs[verb]
    const problem = argv === undefined ? null : await checkProgram(ports, argv, place)
    if (problem !== null) problems.push({ ...problem, path: [verb, 0] })
  }
  return problems
}
