import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build, transform, type BuildOptions } from 'esbuild'
import { lightCommander } from './light-commander.ts'

/**
 * Bundles entry points into a folder as CommonJS chunks with what they share in chunks of its own; gives what tells this build from others.
 * esbuild splits modules of ECMAScript only, so they are translated one by one afterwards.
 */
export async function buildChunks(options: BuildOptions, folder: string): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    outdir: folder,
    write: false,
    splitting: true,
    format: 'esm',
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.cjs' },
    // The name of a file does for what is asked for: making `require`.
    define: { 'import.meta.url': '__filename' },
    plugins: [lightCommander],
  })
  const digest = createHash('sha256')
  mkdirSync(folder, { recursive: true })
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, { format: 'cjs', platform: 'node', target: 'node24', minify: true, supported: { 'dynamic-import': false } })
    digest.update(code)
    writeFileSync(join(folder, basename(path)), code)
  }
  return digest.digest('hex').slice(0, 16)
}
