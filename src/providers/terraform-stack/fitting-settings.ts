import { isJsonObject } from '../../events/json.ts'
import type { ResourceDeclaration } from '../../manifest/manifest.ts'
import type { ModuleTree } from './outline/module-tree.ts'
import type { StackSettings } from './stack-settings.ts'

/**
 * The settings without variables that the module does not declare and that its document does not say: those that only defaults give, which
 * are for many modules, and those that are only recorded still.
 */
export function fittingSettings(
  settings: StackSettings,
  declaration: Pick<ResourceDeclaration, 'defaultVariables' | 'spec'> | null,
  modules: ModuleTree,
): StackSettings {
  const byDefault = declaration?.defaultVariables ?? []
  const written = declaration?.spec['variables']
  const isSaid = (name: string): boolean => byDefault !== 'all' && !byDefault.includes(name) && (!isJsonObject(written) || Object.hasOwn(written, name))
  const entries = Object.entries(settings.variables)
  const fitting = entries.filter(([name]) => modules.root.variables.has(name) || declaration === null || isSaid(name))
  return fitting.length === entries.length ? settings : { ...settings, variables: Object.fromEntries(fitting) }
}
