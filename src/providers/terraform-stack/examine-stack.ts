import type { Diagnostic } from '../../events/diagnostic.ts'
import type { Examined, ExamineRequest, ProviderContext } from '../../plan/provider.ts'
import { Sensitive, Unknown, type Value } from '../../expressions/value.ts'
import { specField } from '../spec-field.ts'
import { backendIdentity, backendOwnership } from './backend/backend-identity.ts'
import { backendInUse } from './backend/backend-in-use.ts'
import { checkModule } from './check-module.ts'
import { versionProblem } from './find-tool.ts'
import { fittingSettings } from './fitting-settings.ts'
import { ignoredInFiles } from './ignored-in-files.ts'
import { filesOfGlob } from './snapshot/include-files.ts'
import { locateModule } from './locate-module.ts'
import { valuesInFiles } from './var-files/values-in-files.ts'
import { settingsOfSpec, type StackSettings } from './stack-settings.ts'
import { includeFromTop, layoutOf, stackSources, stateFolder, varFileDiagnostic, type LocatedStack, type StackHouse } from './stack-work.ts'
import { StackTrouble } from './stack-trouble.ts'
import { findBinary } from './terraform/binary.ts'

type ExamineContext = Pick<ProviderContext, 'projectRoot' | 'sources' | 'projectKey' | 'processEnvironment' | 'generation'>

/** Says what files alone tell about a stack: nothing is run and nothing is written. */
export async function examineStack(house: StackHouse, request: ExamineRequest, context: ExamineContext): Promise<Examined> {
  const { declaration, spec } = request
  const settings = settingsOfSpec(declaration, spec)
  const tool = await toolProblems(house, { settings, request, context })
  try {
    const examined = await examineModule(house, { request, settings, context })
    return { ...examined, diagnostics: [...examined.diagnostics, ...tool] }
  } catch (error) {
    if (!(error instanceof StackTrouble)) throw error
    const { address } = declaration
    const found = error.diagnostics.map((one) => ({ address, at: declaration.locate(['source']), ...one }))
    return { diagnostics: [...found, ...tool], owns: [], outputNames: null, readsWorld: true, sources: {} }
  }
}

interface Examination {
  readonly request: ExamineRequest
  readonly settings: StackSettings
  readonly context: ExamineContext
}

async function examineModule(house: StackHouse, { request, settings: said, context }: Examination): Promise<Examined> {
  const { declaration, spec, isProtected = false } = request
  const { address } = declaration
  const { processEnvironment } = context
  const { files } = house.ports
  const layout = await layoutOf(house, context)
  const place = await locateModule(files, layout, said)
  const modules = await house.modulesOf(place.folder, context.generation)
  const settings = fittingSettings(said, declaration, modules)
  const backend = backendInUse(settings.backend, modules.root.backend, stateFolder(context, { layout, place }))
  const identity = backendIdentity({ backend, address, workspace: settings.workspace, processEnvironment })
  const { varFiles, problems: unreadable } = await house.varFilesOf(layout, settings, context.generation)
  const knowsVariables = unreadable.length === 0 && !isUnknown(specField(spec, 'variables') ?? null)
  const stack = { house, layout, place, modules, varFiles, backend, settings, address, declaration, isProtected, knowsVariables, processEnvironment }
  const [problems, sources] = await Promise.all([
    modules.root.files.length === 0 ? [emptyModule(request, settings)] : checkModule(stack, files),
    stackSources(stack, context.generation),
  ])
  return {
    diagnostics: [...unreadable.map((problem) => varFileDiagnostic(problem, stack)), ...ignoredInFiles(declaration, varFiles), ...problems],
    owns: backendOwnership(identity),
    outputNames: [...modules.root.outputs.keys()],
    readsWorld: modules.readsWorld,
    sources,
    reads: [...(await includedFiles(stack)), ...varFiles.map(({ path }) => path)].map((path) => `${layout.root}/${path}`),
    ...(varFiles.length === 0 ? {} : { given: valuesInFiles(stack) }),
  }
}

async function includedFiles({ house, layout, settings }: Pick<LocatedStack, 'house' | 'layout' | 'settings'>): Promise<readonly string[]> {
  return (await Promise.all(includeFromTop({ layout, settings }).map((glob) => filesOfGlob(house.ports.files, layout.root, glob)))).flat()
}

async function toolProblems(house: StackHouse, { settings, request, context }: Examination): Promise<readonly Diagnostic[]> {
  const { declaration } = request
  const { projectRoot, processEnvironment } = context
  const binary = await findBinary({ ...house.ports, settings, projectRoot, processEnvironment })
  const about = { severity: 'error', address: declaration.address } as const
  if ('code' in binary) return [{ ...about, at: declaration.locate(['binary']), ...binary }]
  const { requiredVersion } = settings
  // Asking the program for its version is left to the planning, unless it was asked before.
  const version = requiredVersion === null ? null : await house.versions.remembered(binary)
  if (requiredVersion === null || version === null) return []
  const wrong = versionProblem({ program: settings.binary, version, requiredVersion })
  return wrong === null ? [] : [{ ...about, at: declaration.locate(['requiredVersion']), ...wrong }]
}

/** Whether nothing is known of a value, not even which parts it has. */
function isUnknown(value: Value): boolean {
  return value instanceof Unknown || (value instanceof Sensitive && value.value instanceof Unknown)
}

function emptyModule({ declaration }: ExamineRequest, settings: StackSettings): Diagnostic {
  return {
    code: 'module-invalid',
    severity: 'error',
    message: `the module folder ${settings.source} holds no .tf file`,
    hint: 'name the folder of a root module',
    address: declaration.address,
    at: declaration.locate(['source']),
  }
}
