import { posix } from 'node:path'
import type { Diagnostic, SourceRange } from '../../events/diagnostic.ts'
import { closest } from '../../events/did-you-mean.ts'
import type { ResourceDeclaration } from '../../manifest/manifest.ts'
import type { Files } from '../../ports/files.ts'
import type { PlaceInModule } from './outline/file-outline.ts'
import type { LocatedStack } from './stack-work.ts'
import { parseStateFile } from './planned/terraform-state.ts'

/** A stack whose declaration is at hand. */
export interface DeclaredStack extends Pick<LocatedStack, 'layout' | 'place' | 'modules' | 'varFiles' | 'backend' | 'settings' | 'address'> {
  readonly declaration: ResourceDeclaration
  readonly isProtected: boolean
  /** False where which variables there are depends on an output. */
  readonly knowsVariables: boolean
  readonly processEnvironment: Readonly<Record<string, string>>
}

/** What is wrong between a document and its module: backend, variables, a state lying beside it. */
export async function checkModule(stack: DeclaredStack, files: Files): Promise<readonly Diagnostic[]> {
  return [...backendProblems(stack), ...variableProblems(stack), ...likelyMisspelt(stack), ...(await statePresent(stack, files))]
}

function backendProblems(stack: DeclaredStack): readonly Diagnostic[] {
  const { modules, settings, backend, isProtected, declaration } = stack
  const { cloud, backend: block } = modules.root
  if (cloud !== null) {
    return [
      problem(stack, ['source'], {
        code: 'module-invalid',
        message: `the module ${settings.source} has a cloud block: its runs are HCP Terraform's own, which Genesis does not drive`,
        hint: 'replace it with a backend block, or remove it and let Genesis keep the state',
        related: [{ message: 'the cloud block', at: placeInProject(stack, cloud) }],
      }),
    ]
  }
  if (settings.backend.kind === 'complete' && block === null) {
    return [
      problem(stack, ['backend'], {
        code: 'module-invalid',
        message: `backend.config completes the backend block of the module ${settings.source}, but the module has none`,
        hint: 'say the "type" of the backend, too, or give the module a block: terraform { backend "s3" {} }',
      }),
    ]
  }
  if (backend.kind !== 'kept') return []
  const problems: Diagnostic[] = []
  if (settings.workspace !== null) {
    const hint = 'leave "workspace" out: each environment has a state of its own already; or give the stack a backend'
    problems.push(problem(stack, ['workspace'], { code: 'resource-invalid', message: 'a state that Genesis keeps has no workspaces', hint }))
  }
  if (isProtected && settings.backend.kind !== 'genesis') {
    problems.push(
      problem(stack, ['source'], {
        code: 'resource-invalid',
        message: `the module ${settings.source} has no backend, so Genesis would keep its state; in the protected environment ${declaration.environment} that has to be said`,
        hint: 'write "backend: genesis", or give the stack a backend of its own',
      }),
    )
  }
  return problems
}

function variableProblems(stack: DeclaredStack): readonly Diagnostic[] {
  const { modules, settings, varFiles, processEnvironment, knowsVariables } = stack
  const declared = modules.root.variables
  const names = Object.keys(settings.variables)
  const undeclared = names.filter((name) => !declared.has(name)).map((name) => undeclaredVariable(stack, name))
  const inFiles = new Set(varFiles.flatMap(({ assigned }) => assigned.map(({ name }) => name)))
  const isGiven = (name: string): boolean =>
    inFiles.has(name) || Object.hasOwn(settings.variables, name) || modules.root.assigned.has(name) || processEnvironment[`TF_VAR_${name}`] !== undefined
  const missing = [...declared].filter(([name, variable]) => variable.required && !isGiven(name))
  if (missing.length === 0 || !knowsVariables) return undeclared
  const list = missing.map(([name]) => name).join(', ')
  return [
    ...undeclared,
    problem(stack, ['variables'], {
      code: 'module-invalid',
      message: `the module ${settings.source} needs ${missing.length === 1 ? `the variable ${list}` : `the variables ${list}`}, which ${missing.length === 1 ? 'has' : 'have'} no default`,
      hint: `give ${missing.length === 1 ? 'it' : 'them'} a value under spec.variables`,
      related: missing.map(([name, { at }]) => ({ message: `the variable ${name}`, at: placeInProject(stack, at) })),
    }),
  ]
}

function undeclaredVariable(stack: DeclaredStack, name: string): Diagnostic {
  const declared = [...stack.modules.root.variables.keys()]
  const near = closest(name, declared)
  const hint = near !== null ? `did you mean "${near}"?` : declared.length === 0 ? 'it declares none' : `it declares ${declared.join(', ')}`
  return problem(stack, ['variables', name], { code: 'module-invalid', message: `the module ${stack.settings.source} declares no variable "${name}"`, hint })
}

/** A file of variables may be for many modules; but a name that is nearly one of this module's, which nothing sets, is likely to be meant for it. */
function likelyMisspelt({ varFiles, modules, settings, layout, address }: DeclaredStack): readonly Diagnostic[] {
  const declared = [...modules.root.variables.keys()]
  const given = new Set([...Object.keys(settings.variables), ...varFiles.flatMap(({ assigned }) => assigned.map(({ name }) => name))])
  const open = declared.filter((name) => !given.has(name))
  return varFiles.flatMap((file) =>
    file.assigned.flatMap(({ name, position }): readonly Diagnostic[] => {
      const near = declared.includes(name) ? null : closest(name, open)
      if (near === null) return []
      const message = `the module ${settings.source} declares no variable "${name}", which the var-file ${file.shown} gives a value to`
      const at = { file: posix.relative(`/${layout.project}`, `/${file.path}`), start: position, end: position }
      return [{ code: 'module-invalid', severity: 'warning', message, hint: `did you mean "${near}"?`, address, at }]
    }),
  )
}

const maxStateBytes = 64 * 1024 * 1024

/** A local state that the plan would not see: everything in it would be made a second time. */
async function statePresent(stack: DeclaredStack, files: Files): Promise<readonly Diagnostic[]> {
  const { modules, backend, place, settings, address } = stack
  if (modules.root.backend !== null || (backend.kind === 'own' && backend.type === 'local')) return []
  const workspace = settings.workspace
  const name = workspace === null ? 'terraform.tfstate' : `terraform.tfstate.d/${workspace}/terraform.tfstate`
  const path = `${place.folder}/${name}`
  const stat = await files.stat(path)
  if (stat === null) return []
  const state = stat.size > maxStateBytes ? null : parseStateFile(await files.readText(path, { maxBytes: maxStateBytes }))
  if (state !== null && !state.hasResources && Object.keys(state.outputs).length === 0) return []
  const shown = posix.relative(`/${stack.layout.project}`, `/${place.module}/${name}`)
  const hint =
    backend.kind === 'kept'
      ? `if it belongs to ${address}: genesis state import ${address} ${shown}; then move the file out of the module folder`
      : `move it into the backend with "terraform init -migrate-state" in the module, or move the file out of the module folder`
  return [
    problem(stack, ['source'], {
      code: 'state-present',
      message: `the Terraform state ${shown} lies beside the module: planned without it, everything in it would be made a second time`,
      hint,
    }),
  ]
}

function problem({ declaration, address }: DeclaredStack, path: readonly string[], said: Omit<Diagnostic, 'severity' | 'at' | 'address'>): Diagnostic {
  return { severity: 'error', address, at: declaration.locate(path), ...said }
}

function placeInProject({ layout, place }: DeclaredStack, { file, position }: PlaceInModule): SourceRange {
  return { file: posix.relative(`/${layout.project}`, `/${place.module}/${file}`), start: position, end: position }
}
