import { posix } from 'node:path'
import type { Json } from '../../../events/json.ts'
import type { GivenValue } from '../../../plan/provider.ts'
import type { DeclaredStack } from '../check-module.ts'
import type { AssignedVariable } from './var-file.ts'

/** The values of declared variables that a stack's files give, from the weakest to the strongest; those of sensitive variables are left out. */
export function valuesInFiles({ varFiles, modules, layout }: Pick<DeclaredStack, 'varFiles' | 'modules' | 'layout'>): readonly GivenValue[] {
  return varFiles.flatMap((file) =>
    file.assigned.flatMap((assigned): readonly GivenValue[] => {
      const variable = modules.root.variables.get(assigned.name)
      if (variable === undefined) return []
      const at = { file: posix.relative(`/${layout.project}`, `/${file.path}`), start: assigned.position, end: assigned.position }
      return [{ path: ['variables', assigned.name], at, sensitive: variable.sensitive, value: variable.sensitive ? null : valueOf(assigned) }]
    }),
  )
}

/** As far as it can be told without Terraform: of what is computed the text. */
function valueOf({ literal, text }: AssignedVariable): Json {
  if (literal !== undefined) return literal
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
