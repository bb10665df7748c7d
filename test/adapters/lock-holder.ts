import { kernelLocks } from '../../src/adapters/kernel-locks.ts'

// Takes the lock named on the command line, says whether it got it, and stays.
const held = await kernelLocks().tryAcquire(process.argv[2] ?? '')
process.stdout.write(held === null ? 'taken\n' : 'held\n')
setInterval(() => held, 1_000_000)
