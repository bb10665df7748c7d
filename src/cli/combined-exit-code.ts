import { ExitCode } from '../events/exit-code.ts'

/** The worst first; what is not named is an error. */
const order: readonly ExitCode[] = [ExitCode.interrupted, ExitCode.partlyApplied, ExitCode.locked, ExitCode.invalidInput, ExitCode.approvalNeeded]

/** One exit code for several runs of one command: partly applied as soon as one of them did something and another one did not do all. */
export function combinedExitCode(runs: readonly { readonly exitCode: ExitCode; readonly didSomething: boolean }[]): ExitCode {
  const bad: readonly ExitCode[] = runs.map(({ exitCode }) => exitCode).filter((code) => code !== ExitCode.success)
  const [first] = bad
  if (first === undefined) return ExitCode.success
  if (bad.includes(ExitCode.interrupted)) return ExitCode.interrupted
  if (runs.some(({ didSomething }) => didSomething)) return ExitCode.partlyApplied
  return bad.every((code) => code === first) ? first : (order.find((code) => bad.includes(code)) ?? ExitCode.error)
}
