/** Makes `dist/`: the command line as chunks that `CompiledChunks` loads, the library as a module, and the type declarations of its API. */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, type BuildOptions } from 'esbuild'
import { buildChunks } from './build-chunks.ts'

const root = join(import.meta.dirname, '..')
const node = (script: string, ...args: string[]) => execFileSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' })
const common: BuildOptions = { absWorkingDir: root, bundle: true, platform: 'node', target: 'node24', minify: true, logLevel: 'warning' }

node('scripts/generate.ts')
rmSync(join(root, 'dist'), { recursive: true, force: true })
const genesisBuild = await buildChunks({ ...common, entryPoints: { start: 'src/cli/start.ts' } }, join(root, 'dist/chunks'))
await build({
  ...common,
  entryPoints: { main: 'src/cli/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  // Imported only where the sources are run.
  external: ['./start.ts'],
  define: { genesisBuild: JSON.stringify(genesisBuild), 'import.meta.dirname': '__dirname' },
})
await build({
  ...common,
  entryPoints: { index: 'src/index.ts' },
  outdir: 'dist',
  splitting: true,
  format: 'esm',
  chunkNames: 'library/[name]-[hash]',
  banner: { js: "import { createRequire as genesisCreateRequire } from 'node:module'; const require = genesisCreateRequire(import.meta.url);" },
})
node('node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json')
