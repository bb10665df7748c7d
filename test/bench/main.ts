/**
 * Speed, side by side in one run: `npm run bench`. Each figure is the median of interleaved rounds; the exit code tells whether every goal
 * was kept.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measure, median, report, run, type Times } from './measure.ts'
import { rawShop } from './raw-shop.ts'

const root = join(import.meta.dirname, '../..')
const genesis = join(root, 'bin/genesis.js')
const folder = mkdtempSync(join(tmpdir(), 'genesis-bench-'))
const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache'), NO_COLOR: '1' }
const node = (...words: string[]) => run([process.execPath, ...words], { cwd: folder, env })
/** As people start it: by its own first lines. */
const started = (...words: string[]) => run([genesis, ...words], { cwd: folder, env })

try {
  const kept = [startUp(), shop()].every(Boolean)
  process.exitCode = kept ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function startUp(): boolean {
  const quickstart = join(folder, 'quickstart')
  const shop = join(folder, 'validated')
  cpSync(join(root, 'examples/quickstart'), quickstart, { recursive: true })
  cpSync(join(root, 'examples/shop'), shop, { recursive: true })
  started('apply', 'dev', '--chdir', quickstart, '--yes')
  const [empty, ...others] = measure(
    [
      { name: 'node -e 0', run: () => void node('-e', '0') },
      { name: 'genesis --version', run: () => void started('--version') },
      { name: 'genesis --help', run: () => void started('--help') },
      { name: 'genesis validate, shop', run: () => void started('validate', '--chdir', shop) },
      { name: 'genesis plan, quickstart, nothing to do', run: () => void started('plan', 'dev', '--chdir', quickstart) },
    ],
    21,
  ) as [Times, ...Times[]]
  report(empty.name, empty, null)
  const base = median(empty.ms)
  const factors = [1.5, 2, 3.5, 5]
  return others
    .map((times, index) => {
      const factor = factors[index] ?? 1
      return report(times.name, times, { text: `${factor} × node -e 0`, limitMs: factor * base })
    })
    .every(Boolean)
}

/** All that is kept between runs but the compiled code, which belongs to the program and not to a project. */
function projectCaches(): readonly string[] {
  const caches = join(env.XDG_CACHE_HOME, 'genesis')
  return readdirSync(caches).flatMap((name) => (name === 'compiled' ? [] : [join(caches, name)]))
}

function shop(): boolean {
  const source = join(root, 'examples/shop')
  const ours = join(folder, 'shop')
  const raw = rawShop(join(source, 'stacks'), join(folder, 'raw'), env)
  const [byHand, tuned, applied] = measure(
    [
      { name: 'shop dev by hand: init, plan, show, apply × 3', ...raw },
      { name: 'the same with GOGC=800', ...rawShop(join(source, 'stacks'), join(folder, 'raw'), { ...env, GOGC: '800', GOMEMLIMIT: '1GiB' }) },
      {
        name: 'genesis apply dev, shop',
        before: () => {
          for (const gone of [ours, ...projectCaches()]) rmSync(gone, { recursive: true, force: true })
          cpSync(source, ours, { recursive: true, filter: (path) => !/\.genesis|\/out$/.test(path) })
        },
        run: () => {
          const out = started('apply', 'dev', '--chdir', ours, '--yes')
          if (!out.includes('5 succeeded')) throw new Error(`the shop was not applied:\n${out}`)
        },
      },
    ],
    7,
  ) as [Times, Times, Times]
  report(byHand.name, byHand, null)
  report(tuned.name, tuned, null)
  return report(applied.name, applied, { text: 'by hand + 100 ms + 10 ms × 3', limitMs: median(byHand.ms) + 130 })
}
