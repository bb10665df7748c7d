import type { SeededRandom } from '../../rig/seeded-random.ts'
import { nameOfPoint, type CrashPoint } from './crash-point.ts'
import type { CrashYard } from './crash-world.ts'
import { judgeWorld, type Verdict } from './judge-world.ts'

/** What came of one world. */
export interface Outcome {
  readonly verdict: Verdict
  /** Why the proof itself says nothing: the point was not reached, the engine hung. Null where all went as it was meant. */
  readonly problem: string | null
  /** How often the engine was killed while it recovered. */
  readonly recoveryKills: number
}

/** Kills the apply of a fresh system at a point, the next one at the next point, and so on; then applies once more, and looks. */
export async function strikeAt(yard: CrashYard, points: readonly CrashPoint[]): Promise<Outcome> {
  const world = await yard.world()
  try {
    let problem: string | null = null
    for (const point of points) {
      const { end, out, err } = await world.applyUntil({ kind: 'point', point }).ended
      world.release()
      if (end !== 'SIGKILL') problem ??= `${nameOfPoint(point)} was not reached: the apply ended with ${end}\n${out}${err}`
    }
    const again = await world.apply().ended
    return { verdict: withEnd(await judgeWorld(world), again), problem, recoveryKills: points.length - 1 }
  } finally {
    await world.close()
  }
}

/** At most so many recoveries in a row are killed before one may go on with the apply. */
const longestRow = 4
/** More than what is watched of one run. */
const applySpan = 120
const recoverySpan = 40

/**
 * Kills an apply anywhere, and the recovery that the next one begins with anywhere, again and again, until the system stands or so many
 * recoveries were killed; then lets it come to its end, and looks.
 */
export async function strikeRecovery(yard: CrashYard, random: SeededRandom, kills: number): Promise<Outcome> {
  const world = await yard.world()
  const upTo = (most: number): number => 1 + Math.floor(random.fraction() * most)
  let recoveryKills = 0
  const until = async (mode: 'apply' | 'recover', nth: number): Promise<boolean> => {
    const { end } = await world.applyUntil({ kind: 'nth', mode, nth }).ended
    return end === 'SIGKILL'
  }
  try {
    while (recoveryKills < kills && (await until('apply', upTo(applySpan)))) {
      for (let row = upTo(longestRow); row > 0 && recoveryKills < kills; row--) {
        if (!(await until('recover', upTo(recoverySpan)))) break
        recoveryKills++
      }
    }
    const last = await world.apply().ended
    return { verdict: withEnd(await judgeWorld(world), last), problem: null, recoveryKills }
  } finally {
    await world.close()
  }
}

function withEnd(verdict: Verdict, { end, out, err }: { readonly end: number | string; readonly out: string; readonly err: string }): Verdict {
  if (end === 0) return verdict
  return { ...verdict, unconverged: [`the next apply ended with ${end}:\n${out}${err}`, ...verdict.unconverged] }
}
