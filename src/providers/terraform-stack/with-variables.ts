import { reveal } from '../../expressions/value.ts'
import type { StackFolder } from './snapshot/stack-folder.ts'
import type { LocatedStack } from './stack-work.ts'

/**
 * Runs a command that needs the stack's variables, and gives it the arguments that name their files. Values never go on the command line; the
 * file that holds them is gone as soon as Terraform has ended.
 */
export async function withVariables<T>(stack: LocatedStack, folder: StackFolder, run: (argv: readonly string[]) => Promise<T>): Promise<T> {
  const { files } = stack.house.ports
  const variables = `${stack.context.folder}/variables.tfvars.json`
  const argv = [...stack.varFiles.map((file) => `${folder.tree}/${file.path}`), variables].map((file) => `-var-file=${file}`)
  await files.makeDirectory(stack.context.folder, { mode: 0o700 })
  await files.write(variables, JSON.stringify(reveal(stack.settings.variables)), { mode: 0o600, durable: false })
  try {
    return await run(argv)
  } finally {
    await files.remove(variables)
  }
}
