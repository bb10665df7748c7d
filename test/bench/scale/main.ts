/**
 * Speed and memory with ten thousand resources: `npm run bench:scale`. Options: `--rounds` (of each program, 5), `--terraform-rounds` (1;
 * 0 leaves Terraform out), `--growth-rounds` (2). The exit code tells whether every goal was kept.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { judge, type Goal } from './goals.ts'
import { Arena } from './arena.ts'
import { chainAgainstLayers, growing, tenThousand, thousandApplied } from './figures.ts'

const number = { type: 'string' } as const
const { values } = parseArgs({ options: { rounds: number, 'terraform-rounds': number, 'growth-rounds': number } })
const rounds = Number(values.rounds ?? 5)
const folder = mkdtempSync(join(tmpdir(), 'genesis-scale-'))

try {
  const arena = await Arena.open(folder)
  const goals: Goal[] = []
  goals.push(...(await growing(arena, Number(values['growth-rounds'] ?? 2))))
  goals.push(...(await tenThousand(arena, { rounds, terraformRounds: Number(values['terraform-rounds'] ?? 1) })))
  goals.push(...(await thousandApplied(arena, rounds)))
  goals.push(...(await chainAgainstLayers(arena, rounds * 2)))
  process.exitCode = judge(goals) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
