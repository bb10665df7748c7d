import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { labSource } from './lab-source.ts'

/** Writes a configuration of the command line by which Terraform finds the provider in a mirror, and everything else nowhere; its path. */
export function writeCliConfig(folder: string, { mirror }: { readonly mirror: string }): string {
  const path = join(folder, 'terraform.rc')
  const installation = `  filesystem_mirror {\n    path    = ${JSON.stringify(mirror)}\n    include = [${JSON.stringify(labSource)}]\n  }\n`
  writeFileSync(path, `provider_installation {\n${installation}}\n`)
  return path
}
