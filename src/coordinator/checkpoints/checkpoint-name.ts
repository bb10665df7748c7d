import type { Diagnostic } from '../../events/diagnostic.ts'
import type { Checkpoint } from '../../ports/checkpoint-store.ts'
import type { Store } from '../../ports/store.ts'
import { answered, refused, type Result } from '../result.ts'

/** What people call a checkpoint: `dev.3`. */
export function checkpointName({ environment, number }: Pick<Checkpoint, 'environment' | 'number'>): string {
  return `${environment}.${number}`
}

/** The checkpoint by its name, `dev.3`, or by its number alone where the environment is known. */
export async function checkpointNamed(store: Pick<Store, 'checkpoints'>, word: string, environment: string | null): Promise<Result<Checkpoint>> {
  const match = /^(?:(.+)\.)?([1-9][0-9]{0,14})$/u.exec(word)
  const said = match?.[1] ?? environment
  if (match === null || said === null) return refused([unknown(word, environment)])
  if (environment !== null && said !== environment) return refused([foreign(word, said, environment)])
  const found = (await store.checkpoints(said)).find(({ number }) => number === Number(match[2]))
  return found === undefined ? refused([unknown(word, said)]) : answered(found)
}

/**
 * The checkpoint that a rollback goes back to when nobody says which: the last stable one before the last run that carried out a plan. What
 * another one would be is a person's to say.
 */
export async function lastStable(store: Pick<Store, 'checkpoints' | 'runs'>, environment: string): Promise<Result<Checkpoint>> {
  const runs = await store.runs({ environment, limit: 1000 })
  const last = runs.find(({ plan }) => plan !== null)
  if (last === undefined) return refused([nothingRan(environment)])
  const before = last.before ?? 0
  const found = (await store.checkpoints(environment)).find(({ number, stable, prunedAt }) => stable && prunedAt === null && number <= before)
  return found === undefined ? refused([noneStable(environment, last.id)]) : answered(found)
}

function unknown(word: string, environment: string | null): Diagnostic {
  const where = environment === null ? '' : ` of ${environment}`
  const hint = `genesis checkpoint list${environment === null ? '' : ` ${environment}`} shows them: dev.3 is the third one of dev`
  return { code: 'unknown-checkpoint', severity: 'error', message: `no checkpoint${where} is named "${word}"`, hint }
}

function foreign(word: string, said: string, environment: string): Diagnostic {
  const message = `${word} is a checkpoint of ${said}, not of ${environment}`
  return {
    code: 'unknown-checkpoint',
    severity: 'error',
    message,
    hint: `environments go back by themselves: genesis checkpoint list ${environment} shows those of ${environment}`,
  }
}

function nothingRan(environment: string): Diagnostic {
  const message = `no run of ${environment} has carried out a plan yet: there is nothing to take back`
  return { code: 'unknown-checkpoint', severity: 'error', message, hint: `genesis runs ${environment} lists what ran` }
}

function noneStable(environment: string, run: string): Diagnostic {
  const message = `${environment} has no stable checkpoint from before run ${run}`
  const hint = `name one with --to: genesis checkpoint list ${environment} shows them; going back to one with nothing in it also takes --allow-destroy`
  return { code: 'unknown-checkpoint', severity: 'error', message, hint }
}
