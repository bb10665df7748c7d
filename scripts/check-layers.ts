/** Checks the rules of .dependency-cruiser.js. A run that saw fewer modules than there are files has checked nothing and fails. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type IReporterOutput } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const root = join(import.meta.dirname, '..')
const { default: config } = (await import(join(root, '.dependency-cruiser.js'))) as { default: { forbidden: object[]; options: object } }
const result: IReporterOutput = await cruise(
  ['src'],
  { ...config.options, baseDir: root, validate: true, ruleSet: { forbidden: config.forbidden }, outputType: 'err-long' } as never,
  {},
  { tsConfig: extractTSConfig(join(root, 'tsconfig.json')) },
)
const output = typeof result.output === 'string' ? result.output : JSON.stringify(result.output)
process.stdout.write(output)

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).length
const seen = /(\d+) modules/.exec(output)?.[1]
if (seen === undefined || Number(seen) < files) {
  process.stderr.write(`only ${seen ?? 'no'} modules were looked at, but there are ${files} files\n`)
  process.exit(1)
}
process.exit(result.exitCode)
