/**
 * Kills Genesis in the middle of a Terraform apply of `examples/shop`, and lets the next apply find out what became of it and finish it:
 * `npm run try:crash`. Works in a copy in a temporary folder, which is gone afterwards; needs `terraform` on the PATH. Exits 1 where the
 * shop did not come to be as it is declared. The first argument is the program to start instead of `bin/genesis.js`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const root = join(import.meta.dirname, '..')
const program = resolve(process.argv[2] ?? join(root, 'bin/genesis.js'))
const folder = mkdtempSync(join(tmpdir(), 'genesis-killed-shop-'))
const shop = join(folder, 'shop')

try {
  cpSync(join(root, 'examples/shop'), shop, { recursive: true, filter: (path) => !/\/(?:\.genesis|out)$/.test(path) })
  const [killed, found, unchanged] = [await killInTheMiddle(), await genesis('apply', 'dev', '--yes'), await genesis('plan', 'dev', '--detailed-exitcode')]
  const good = killed === 'SIGKILL' && found === 0 && unchanged === 0
  say(good ? 'The shop is as declared: what the killed run had begun was found and finished.' : 'This went wrong: see above.')
  process.exitCode = good ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** How it ended: by the signal, unless it was over before Terraform was seen at work. */
async function killInTheMiddle(): Promise<number | string> {
  const child = start('apply', 'dev', '--yes')
  const ended = once(child, 'close') as Promise<[number | null, string | null]>
  while (child.exitCode === null && !isMaking()) await pause(2)
  child.kill('SIGKILL')
  say('Killed: Terraform was making dev/database, and goes on by itself.')
  const [code, signal] = await ended
  return signal ?? code ?? ''
}

/** Whether Terraform has said that it makes the database: what it prints goes to files, as it outlives whoever started it. */
function isMaking(): boolean {
  const output = globSync(join(shop, '.genesis/runs/*/dev.database.create/apply-*/stdout'))
  return output.some((path) => readFileSync(path, 'utf8').includes('"type":"apply_start"'))
}

async function genesis(...words: readonly string[]): Promise<number> {
  const [code] = (await once(start(...words), 'close')) as [number | null]
  return code ?? -1
}

function start(...words: readonly string[]): ReturnType<typeof spawn> {
  say(`$ genesis ${words.join(' ')}`)
  return spawn(process.execPath, [program, '-C', shop, ...words], {
    cwd: shop,
    env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

function say(text: string): void {
  process.stderr.write(`\n${text}\n`)
}
