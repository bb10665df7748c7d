import type { ResourceDeclaration } from '../../manifest/manifest.ts'
import type { ModuleTree } from './outline/module-tree.ts'
import type { StackSettings } from './stack-settings.ts'

/** The settings without variables that only defaults give and that the module does not declare: defaults are for many modules. */
export function fittingSettings(
  settings: StackSettings,
  declaration: Pick<ResourceDeclaration, 'defaultVariables'> | null,
  modules: ModuleTree,
): StackSettings {
  const byDefault = declaration?.defaultVariables ?? []
  if (byDefault.length === 0) return settings
  const fits = (name: string): boolean => modules.root.variables.has(name) || (byDefault !== 'all' && !byDefault.includes(name))
  return { ...settings, variables: Object.fromEntries(Object.entries(settings.variables).filter(([name]) => fits(name))) }
}
