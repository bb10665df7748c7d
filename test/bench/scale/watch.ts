import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What one run of a program took. */
export interface Sample {
  readonly ms: number
  /** Of its own process, user and system together; null where the machine does not tell (only Linux does). */
  readonly cpuMs: number | null
  /** The most memory its own process ever held, in MB; null likewise. */
  readonly peakMb: number | null
}

/** A program to run to its end. */
export interface Program {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** What it must print when it did what is to be measured. */
  readonly prints: string
}

/** How often a running program is looked at. The kernel keeps the peak: only what grows between the last look and the end is missed. */
const lookEveryMs = 10

/** Linux counts the time of processes in hundredths of a second. */
const tickMs = 10

/** Runs a program and watches it. Throws with its output when it fails, or does not say what it must. */
export async function watch({ argv, cwd, env, prints }: Program): Promise<Sample> {
  const [program = '', ...words] = argv
  const started = performance.now()
  const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => void output.push(text))
  let looked = look(child.pid)
  const looking = setInterval(() => (looked = look(child.pid) ?? looked), lookEveryMs)
  let ms = NaN
  child.once('exit', () => {
    ms = performance.now() - started
    clearInterval(looking)
  })
  const code = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject))
  const text = output.join('')
  if (code !== 0 || !text.includes(prints)) throw new Error(`${argv.join(' ')} exited ${String(code)}, and was to print "${prints}"\n${text.slice(-4000)}`)
  return { ms, cpuMs: looked?.cpuMs ?? null, peakMb: looked?.peakMb ?? null }
}

function look(pid: number | undefined): { readonly cpuMs: number; readonly peakMb: number } | null {
  try {
    // Behind the name in parentheses, which may hold anything, user and system time are the twelfth and the thirteenth field.
    const fields = readFileSync(`/proc/${pid ?? ''}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    const peakKb = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid ?? ''}/status`, 'utf8'))?.[1]
    return peakKb === undefined ? null : { cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs, peakMb: Number(peakKb) / 1024 }
  } catch {
    return null
  }
}
