import { randomFillSync } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { labSource, labVersion } from './lab-source.ts'
import { launcher } from './provider-host.ts'
import { protocolFiles } from './wire/protocol.ts'
import { zipFile, type ZipMember } from './zip-file.ts'

/** What is put into a mirror. */
export interface MirrorOptions {
  readonly version?: string
  /** Makes the package larger by that much, which does not get smaller by compression. */
  readonly padBytes?: number
  /** `unpacked`: Terraform links to the mirror. `packed`: a ZIP archive, which it unpacks for every folder it initialises. */
  readonly layout?: 'unpacked' | 'packed'
}

/** Writes a mirror at `<folder>/mirror` that holds the provider as an executable for this machine, and gives its path. May be called again for another version. While a host
 * (`provider-host.ts`) is open in the same folder, the executable only leads Terraform there. */
export async function installMirror(folder: string, { version = labVersion, padBytes = 0, layout = 'unpacked' }: MirrorOptions = {}): Promise<string> {
  const mirror = join(folder, 'mirror')
  const members = await packageMembers(folder, version, padBytes)
  const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`
  if (layout === 'packed') {
    mkdirSync(join(mirror, labSource), { recursive: true })
    writeFileSync(join(mirror, labSource, `terraform-provider-lab_${version}_${platform}.zip`), zipFile(members))
    return mirror
  }
  const place = join(mirror, labSource, version, platform)
  mkdirSync(place, { recursive: true })
  for (const { name, content, isExecutable } of members) writeFileSync(join(place, name), content, { mode: isExecutable ? 0o755 : 0o644 })
  return mirror
}

async function packageMembers(folder: string, version: string, padBytes: number): Promise<readonly ZipMember[]> {
  const texts = protocolFiles.map((name) => ({ name, content: readFileSync(join(import.meta.dirname, 'wire', name)), isExecutable: false }))
  const start = { name: `terraform-provider-lab_v${version}`, content: Buffer.from(launcher(folder, 'provider.cjs')), isExecutable: true }
  const program = { name: 'provider.cjs', content: await bundle(), isExecutable: true }
  const padding = padBytes === 0 ? [] : [{ name: 'padding', content: randomFillSync(Buffer.alloc(padBytes)), isExecutable: false }]
  return [start, program, ...texts, ...padding]
}

/** The provider in one file that starts fast: a script of the Node that runs now. */
async function bundle(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'provider/main.ts')],
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    format: 'cjs',
    define: { 'import.meta.dirname': '__dirname' },
    banner: { js: `#!${process.execPath}` },
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error('esbuild made no bundle')
  return file.contents
}
