import { spawnSync } from 'node:child_process'

/** A command to time. */
export interface Timed {
  readonly name: string
  /** Puts things where each run finds them; not timed. */
  readonly before?: () => void
  readonly run: () => void
}

/** Wall times in milliseconds, sorted. */
export interface Times {
  readonly name: string
  readonly ms: readonly number[]
}

/** Times commands in turn, so that whatever else the machine does falls on all of them alike; the first round is not counted. */
export function measure(commands: readonly Timed[], rounds: number): readonly Times[] {
  const times = commands.map(() => [] as number[])
  for (let round = 0; round <= rounds; round++) {
    commands.forEach(({ before, run }, index) => {
      if (before !== undefined) {
        before()
        // What putting things there left to be written must not wait for the first sync of the run.
        spawnSync('sync')
      }
      const started = performance.now()
      run()
      if (round > 0) times[index]!.push(performance.now() - started)
    })
  }
  return commands.map(({ name }, index) => ({ name, ms: times[index]!.toSorted((one, two) => one - two) }))
}

/** The middle value. */
export function median(ms: readonly number[]): number {
  const middle = ms.length >> 1
  return ms.length % 2 === 1 ? ms[middle]! : (ms[middle - 1]! + ms[middle]!) / 2
}

/** Runs a program to its end; throws with its output when it fails. */
export function run(argv: readonly string[], options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv }): string {
  const [program = '', ...words] = argv
  const result = spawnSync(program, words, { cwd: options.cwd, env: options.env ?? process.env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (result.status !== 0) throw new Error(`${argv.join(' ')} exited ${result.status ?? result.signal ?? 'never'}\n${result.stdout}${result.stderr}`)
  return result.stdout
}

/** A line of the report: median, spread of the middle half, and the goal with its verdict. */
export function report(title: string, times: Times, goal: { readonly text: string; readonly limitMs: number } | null): boolean {
  const middle = median(times.ms)
  const low = times.ms[Math.floor(times.ms.length / 4)]!
  const high = times.ms[Math.floor((times.ms.length * 3) / 4)]!
  const kept = goal === null || middle <= goal.limitMs
  const verdict = goal === null ? '' : `  goal ${goal.text} = ${goal.limitMs.toFixed(0)} ms: ${kept ? 'kept' : 'MISSED'}`
  process.stdout.write(`${title.padEnd(44)} ${middle.toFixed(1).padStart(8)} ms  (${low.toFixed(1)}–${high.toFixed(1)})${verdict}\n`)
  return kept
}
