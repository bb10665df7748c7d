import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { faults } from './judge-world.ts'
import type { Outcome } from './strike.ts'

interface Entry extends Outcome {
  readonly name: string
}

/** What was found so far; with a file it is kept there, and not sought again. */
export class CrashReport {
  readonly #entries = new Map<string, Entry>()
  readonly #file: string | null
  readonly #started = performance.now()

  constructor(file: string | null) {
    this.#file = file
    if (file === null || !existsSync(file)) return
    const lines = readFileSync(file, 'utf8').split('\n')
    for (const line of lines.filter((text) => text !== '')) {
      const entry = JSON.parse(line) as Entry
      this.#entries.set(entry.name, entry)
    }
  }

  get recoveryKills(): number {
    return [...this.#entries.values()].reduce((sum, { recoveryKills }) => sum + recoveryKills, 0)
  }

  async add(name: string, strike: () => Promise<Outcome>): Promise<void> {
    if (this.#entries.has(name)) return
    const entry = { name, ...(await strike()) }
    this.#entries.set(name, entry)
    if (this.#file !== null) appendFileSync(this.#file, `${JSON.stringify(entry)}\n`)
    const wrong = wrongOf(entry)
    process.stdout.write(`${name.padEnd(28)} ${wrong.length === 0 ? 'ok' : `WRONG\n${wrong.map((line) => `  ${line}`).join('\n')}`}\n`)
  }

  /** Prints the table; whether nothing was wrong. */
  print(): boolean {
    const entries = [...this.#entries.values()]
    const points = entries.filter(({ recoveryKills, name }) => recoveryKills === 0 && !name.startsWith('recovery:'))
    const worlds = entries.filter((entry) => !points.includes(entry))
    const minutes = (performance.now() - this.#started) / 60_000
    process.stdout.write(`\n${'killed'.padEnd(36)}${['kills', ...faults, 'not reached'].map((head) => head.padStart(13)).join('')}\n`)
    row('at each point, then applied again', points.length, points)
    row('while it recovered, again and again', this.recoveryKills, worlds)
    process.stdout.write(`${minutes.toFixed(1)} minutes\n`)
    return entries.every((entry) => wrongOf(entry).length === 0)
  }
}

function row(title: string, kills: number, entries: readonly Entry[]): void {
  const numbers = [
    kills,
    ...faults.map((fault) => entries.reduce((sum, { verdict }) => sum + verdict[fault].length, 0)),
    entries.filter(({ problem }) => problem !== null).length,
  ]
  process.stdout.write(`${title.padEnd(36)}${numbers.map((number) => String(number).padStart(13)).join('')}\n`)
}

function wrongOf({ verdict, problem }: Entry): readonly string[] {
  return [...faults.flatMap((fault) => verdict[fault].map((what) => `${fault}: ${what}`)), ...(problem === null ? [] : [problem])]
}
