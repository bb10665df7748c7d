import { posix } from 'node:path'
import type { Report } from '../events/diagnostic.ts'
import type { Scope } from '../expressions/expression.ts'
import type { Json } from '../events/json.ts'
import type { Each, ResourceDeclaration, ResourceTemplate } from '../manifest/manifest.ts'
import { valueWords } from '../manifest/value-words.ts'
import type { Compile, EnvironmentScope } from './environment-scope.ts'
import { forEachKeys } from './for-each-keys.ts'
import { innerPatternForm } from './inner-pattern.ts'
import { movedNames, warnOfKeys } from './moved-names.ts'
import { ownScope } from './resource-scope.ts'
import { staticValue } from './static-value.ts'

/** What templates are expanded with. */
export interface ExpandOptions {
  readonly scope: EnvironmentScope
  readonly compile: Compile
  readonly report: Report
}

/** The resources of an environment. */
export interface Expanded {
  readonly declarations: readonly ResourceDeclaration[]
  /** By the name of each document with `forEach`, the names of its instances. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /** Names of documents of which nobody can say what they declare; why, was reported. */
  readonly faulty: ReadonlySet<string>
}

/** Makes the resources of templates: one for each key of a `forEach`, with what else must be known before planning. */
export function expandTemplates(templates: readonly ResourceTemplate[], options: ExpandOptions): Expanded {
  const declarations: ResourceDeclaration[] = []
  const groups = new Map<string, readonly string[]>()
  const faulty = new Set<string>()
  for (const template of templates) {
    const own = expandTemplate(template, options)
    if (own === null) faulty.add(template.name)
    else {
      declarations.push(...own)
      if (template.forEach !== null)
        groups.set(
          template.name,
          own.map(({ name }) => name),
        )
    }
  }
  return { declarations, groups, faulty }
}

/** The resources of one template; null when it has mistakes, which are reported. */
export function expandTemplate(template: ResourceTemplate, options: ExpandOptions): readonly ResourceDeclaration[] | null {
  const instances = instancesOf(template, options)
  if (instances === null) return null
  warnOfKeys(template, instances, options.report)
  const declarations = instances.flatMap((each) => {
    const made = declare(template, each, { ...options, isOnly: instances.length === 1 })
    return made === null ? [] : [made]
  })
  return declarations.length === instances.length ? declarations : null
}

function instancesOf(template: ResourceTemplate, { scope, compile, report }: ExpandOptions): readonly (Each | null)[] | null {
  const { forEach, locateField } = template
  if (forEach === null) return [null]
  const source = {
    tree: forEach,
    locate: (path: readonly (string | number)[], part?: readonly [number, number]) => locateField(['forEach', ...path], part),
    what: 'forEach',
  }
  const value = staticValue(source, { ...scope }, { compile, report })
  return value === undefined ? null : forEachKeys(value, template, report)
}

function declare(template: ResourceTemplate, each: Each | null, options: ExpandOptions & { readonly isOnly: boolean }): ResourceDeclaration | null {
  const name = each === null ? template.name : `${template.name}@${each.key}`
  const { environment, kind, labels, folder, spec, defaultVariables, dependsOn, at, locate, layersAt } = template
  // Few resources have anything of this that is computed: without it no scope is made for it.
  const scopeWith = (known: string | null) => (): Scope => ({ ...options.scope, ...ownScope({ name, kind, labels, source: known, each }) })
  const source = sourceOf(template, scopeWith(null), options)
  const scope = scopeWith(source)
  const preventDestroy = preventDestroyOf(template, scope, options)
  const formerNames = movedNames(template, { each, isOnly: options.isOnly }, options.report)
  const text = templateOf(template, scope, options)
  if (preventDestroy === null || formerNames === null || text === undefined) return null
  return {
    address: `${environment}/${name}`,
    environment,
    name,
    base: template.name,
    each,
    kind,
    labels,
    folder,
    spec,
    source,
    template: text,
    defaultVariables,
    lifecycle: { ...template.lifecycle, preventDestroy },
    dependsOn,
    ...formerNames,
    at,
    locate,
    layersAt,
  }
}

/** What is wrong with it is reported where the spec is compiled. */
function sourceOf({ spec, locate }: ResourceTemplate, scope: () => Scope, { compile }: ExpandOptions): string | null {
  const { source = null } = spec
  if (typeof source !== 'string' || !source.includes('${')) return typeof source === 'string' ? source : null
  const place: ResourceTemplate['locate'] = (path, part) => locate(['source', ...path], part)
  const value = staticValue({ tree: source, locate: place, what: 'spec.source' }, scope(), { compile, report: () => undefined })
  return typeof value === 'string' ? value : null
}

/** The path of a resource's template from the root; null where it has none, undefined where that cannot be told, which is reported. */
function templateOf({ kind, folder, spec, locate }: ResourceTemplate, scope: () => Scope, { compile, report }: ExpandOptions): string | null | undefined {
  const { template = null } = spec
  if (kind !== 'File' || template === null) return null
  const place: ResourceTemplate['locate'] = (path, part) => locate(['template', ...path], part)
  const value = staticValue({ tree: template, locate: place, what: 'spec.template' }, scope(), { compile, report })
  if (value === undefined) return undefined
  if (typeof value === 'string' && value !== '' && !value.includes('\0')) return posix.join('.', folder, value)
  report({ code: 'wrong-type', severity: 'error', message: `spec.template must be a path, not ${valueWords(value, null)}`, at: place([]) })
  return undefined
}

function preventDestroyOf(template: ResourceTemplate, scope: () => Scope, { compile, report }: ExpandOptions): boolean | readonly string[] | null {
  const { preventDestroy } = template.lifecycle
  if (typeof preventDestroy !== 'string') return preventDestroy
  const locate: ResourceTemplate['locate'] = (path, part) => template.locateField(['lifecycle', 'preventDestroy', ...path], part)
  const value = staticValue({ tree: preventDestroy, locate, what: 'lifecycle.preventDestroy' }, scope(), { compile, report })
  if (value === undefined || typeof value === 'boolean') return value ?? null
  if (template.kind === 'TerraformStack' && isPatterns(value)) return value.length === 0 ? false : value
  const expected = template.kind === 'TerraformStack' ? 'true, false, or a list of patterns' : 'true or false'
  const message = `lifecycle.preventDestroy must be ${expected}, not ${valueWords(value, null)}`
  report({ code: 'wrong-type', severity: 'error', message, at: locate([]) })
  return null
}

function isPatterns(value: Json): value is readonly string[] {
  return Array.isArray(value) && (value as readonly Json[]).every((item) => typeof item === 'string' && innerPatternForm.test(item))
}
