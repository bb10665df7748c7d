/** Makes `dist/`: one bundled chunk per command, and the type declarations of the public API. */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { lightCommander } from './light-commander.ts'

const root = join(import.meta.dirname, '..')
const node = (script: string, ...args: string[]) => execFileSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' })

node('scripts/generate.ts')
rmSync(join(root, 'dist'), { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: { main: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: "import { createRequire as genesisCreateRequire } from 'node:module'; const require = genesisCreateRequire(import.meta.url);" },
  plugins: [lightCommander],
  logLevel: 'warning',
})
node('node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json')
