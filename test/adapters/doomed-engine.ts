import { nodeProcesses } from '../../src/adapters/node-processes.ts'

// Starts the program named on the command line in the folder named before it, says so, and stays until it is killed.
const [folder = '', program = ''] = process.argv.slice(2)
const running = nodeProcesses().start({ argv: [program], workingDirectory: '/', environment: {}, folder, onLine: () => undefined })
process.stdout.write(`${JSON.stringify(running.identity)}\n`)
await running.exited
