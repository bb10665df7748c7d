import { spawnSync } from 'node:child_process'
import { median } from '../measure.ts'
import { watch, type Program, type Sample } from './watch.ts'

/** A program to measure. */
export interface Contestant {
  readonly name: string
  /** Puts things where each run finds them; not measured. */
  readonly before?: () => void
  readonly program: Program
  /** How many rounds it takes part in; all where it is left out. */
  readonly rounds?: number
}

/** What a program took in the middle. */
export interface Measured extends Sample {
  readonly name: string
  readonly rounds: number
  /** The middle half of the wall times. */
  readonly spread: readonly [number, number]
}

/** Runs programs in turn, so that whatever else the machine does falls on all of them alike, and prints the medians. */
export async function measureRounds(contestants: readonly Contestant[], rounds: number): Promise<readonly Measured[]> {
  const samples = contestants.map((): Sample[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, { before, program, rounds: own }] of contestants.entries()) {
      if (round >= (own ?? rounds)) continue
      before?.()
      // What was left to be written must not wait for the first sync of the run.
      spawnSync('sync')
      samples[index]?.push(await watch(program))
    }
  }
  const measured = contestants.map(({ name }, index) => summarise(name, samples[index] ?? []))
  measured.forEach(print)
  return measured
}

function summarise(name: string, samples: readonly Sample[]): Measured {
  const ms = samples.map((sample) => sample.ms).sort((one, two) => one - two)
  const spread = [ms[Math.floor(ms.length / 4)] ?? NaN, ms[Math.floor((ms.length * 3) / 4)] ?? NaN] as const
  return {
    name,
    rounds: samples.length,
    ms: median(ms),
    spread,
    cpuMs: middle(samples.map(({ cpuMs }) => cpuMs)),
    peakMb: middle(samples.map(({ peakMb }) => peakMb)),
  }
}

function middle(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((one, two) => one - two)
  return known.length === 0 ? null : median(known)
}

function print({ name, ms, spread, cpuMs, peakMb, rounds }: Measured): void {
  const cpu = cpuMs === null ? '' : `  cpu ${seconds(cpuMs)}`
  const memory = peakMb === null ? '' : `  peak ${peakMb.toFixed(0).padStart(5)} MB`
  process.stdout.write(`${name.padEnd(52)} ${seconds(ms)}  (${spread.map((value) => (value / 1000).toFixed(2)).join('–')})${cpu}${memory}  × ${rounds}\n`)
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2).padStart(6)} s`
}
