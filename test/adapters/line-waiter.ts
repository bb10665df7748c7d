import { kernelLocks } from '../../src/adapters/kernel-locks.ts'

// Takes a place in the line for the lock named on the command line, says so, and stays.
const place = await kernelLocks().joinLine(process.argv[2] ?? '')
process.stdout.write('waits\n')
setInterval(() => place, 1_000_000)
