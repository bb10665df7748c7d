import { openSqliteStore } from '../../../../src/adapters/sqlite/open-sqlite-store.ts'
import { systemClock } from '../../../../src/adapters/system-clock.ts'

/** Opens the store at argv[2] and prints why it is refused, as JSON; null when it is not. */
const opened = await openSqliteStore({ path: process.argv[2] ?? '', project: { name: 'platform', id: '6f1c0e52' }, clock: systemClock(), create: true })
if (opened.ok) await opened.store.close()
process.stdout.write(JSON.stringify(opened.ok ? null : opened.diagnostic))
