import type { Clock } from '../../ports/clock.ts'
import { sqliteTrouble } from './sqlite-trouble.ts'

const delaysMs = [5, 10, 20, 40, 80]
const longestDelayMs = 100

/** How often a database that another program has locked is tried: about 10 seconds. */
export const busyAttempts = 100

/** Runs the work, again and again while another program has the database locked. The last failure is thrown. The work must be all or nothing. */
export async function whenFree<T>(clock: Clock, work: () => T): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return work()
    } catch (error) {
      if (sqliteTrouble(error) !== 'busy' || attempt >= busyAttempts) throw error
    }
    await clock.sleep(delaysMs[attempt - 1] ?? longestDelayMs)
  }
}
