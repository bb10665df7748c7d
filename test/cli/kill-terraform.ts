import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'

/** Kills the one Terraform that applies below a folder. */
export function killTerraform(folder: string): void {
  const runs = join(folder, '.genesis/runs')
  const marks = readdirSync(runs, { recursive: true, encoding: 'utf8' }).filter((path) => /apply-[^/]+\/process$/u.test(path))
  const last = marks.sort().at(-1) ?? ''
  expect(last).not.toBe('')
  process.kill(-Number(readFileSync(join(runs, last), 'utf8').split('\n')[0]), 'SIGKILL')
}
