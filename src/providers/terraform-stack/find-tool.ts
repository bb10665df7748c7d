import type { LocatedStack } from './stack-work.ts'
import { trouble } from './stack-trouble.ts'
import { parseVersionJson } from './terraform/binary-version.ts'
import { findBinary, type Binary } from './terraform/binary.ts'
import { runTerraform } from './terraform/run-terraform.ts'
import { satisfiesConstraint } from './terraform/version-constraint.ts'

/** The program of a stack, of a version that the document allows. Throws a {@link StackTrouble} when there is none. */
export async function findTool({
  house,
  context,
  settings,
  declaration,
}: Pick<LocatedStack, 'house' | 'context' | 'settings' | 'declaration'>): Promise<Binary> {
  const { files, processes } = house.ports
  const { projectRoot, processEnvironment } = context
  const binary = await findBinary({ files, processes, settings, projectRoot, processEnvironment })
  if ('code' in binary) throw trouble(binary)
  const { requiredVersion } = settings
  // Terraform checks the module's own required_version itself.
  if (requiredVersion === null) return binary
  const version = await house.versions.of(binary, async () => {
    const site = {
      ports: house.ports,
      context,
      binary,
      workingDirectory: projectRoot,
      environment: { ...processEnvironment, CHECKPOINT_DISABLE: '1' },
    }
    const end = await runTerraform(site, { argv: ['version', '-json'], graceMs: 5000, output: 'private' })
    return parseVersionJson(await processes.readOutput(end.folder, 'stdout', { maxBytes: 64 * 1024 }))
  })
  const problem = versionProblem({ program: settings.binary, version, requiredVersion })
  if (problem !== null) throw trouble({ ...problem, ...(declaration === null ? {} : { at: declaration.locate(['requiredVersion']) }) })
  return binary
}

/** What is wrong with a program's version; null when it will do. */
export function versionProblem(asked: {
  readonly program: string
  readonly version: string | null
  readonly requiredVersion: string
}): Parameters<typeof trouble>[0] | null {
  const { program, version, requiredVersion } = asked
  if (version === null) return { code: 'tool-version', message: `${program} does not say its version`, hint: 'is it Terraform or OpenTofu?' }
  const satisfied = satisfiesConstraint(version, requiredVersion)
  if (satisfied === null) {
    return { code: 'invalid-value', message: `"${requiredVersion}" is no version constraint`, hint: 'write it as Terraform does: ">= 1.6, < 2.0"' }
  }
  if (satisfied) return null
  return {
    code: 'tool-version',
    message: `${program} has the version ${version}, but ${requiredVersion} is required`,
    hint: 'install another version, or change spec.requiredVersion',
  }
}
