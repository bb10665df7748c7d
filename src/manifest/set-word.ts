import type { Diagnostic } from '../events/diagnostic.ts'
import { resourceNameForm } from './resource-name-form.ts'
import { pathSteps, type PathStep } from './parse-spec-path.ts'

/** One word of `--set`: what it sets, and where its parts stand among all words. */
export interface SetWord {
  /** The environment that it is for; null for all. */
  readonly environment: string | null
  /** The name of a document; null for the variables of environments. */
  readonly resource: string | null
  /** Below `spec`; places count from the start of the word. */
  readonly path: readonly PathStep[]
  /** Where the word, its value, and both end. */
  readonly from: number
  readonly valueFrom: number
  readonly to: number
}

/** Either the word, or what is wrong with it. */
export type ReadSetWord = { readonly ok: true; readonly word: SetWord } | { readonly ok: false; readonly problem: Pick<Diagnostic, 'message' | 'hint'> }

/** What stands before the first `=` that is outside of brackets. */
const left = /^(?:[^=["'\]]|\[(?:\d+|"(?:[^"\\]|\\.)*"|'[^'\\]*')\])+(?==)/

/** What a word sets, without the value: `app.variables.size`. */
export function setTarget(text: string): string {
  return left.exec(text)?.[0] ?? text
}

/** Reads `app.variables.size=9`, `prod/app.variables.size=9` or `environment.variables.region=eu`; `from` is where it stands among all words. */
export function readSetWord(text: string, from: number): ReadSetWord {
  const [target] = left.exec(text) ?? []
  if (target === undefined)
    return wrong(`"${text.split('=')[0] ?? ''}" is followed by no "=" and value`, '--set app.variables.size=9, or --set environment.variables.region=eu-west-1')
  const slash = target.indexOf('/')
  const steps = pathSteps(target.slice(slash + 1))?.map((step) => ({ ...step, from: step.from + slash + 1, to: step.to + slash + 1 }))
  const [name, ...below] = steps ?? []
  if (name === undefined) return wrong(`"${target}" is no path`, 'write it like app.variables.size or app.variables.tags["a.b"]')
  const places = { from, valueFrom: from + target.length + 1, to: from + text.length }
  const index = below.find(({ isIndex }) => isIndex)
  if (index !== undefined) return wrong(`"${target}" leads into a list, and a list is set as a whole`, `${target.slice(0, index.from)}='[a, b]'`)
  if (slash === -1 && name.key === 'environment') return ofEnvironments(target, below, places)
  const path = below[0]?.key === 'spec' ? below.slice(1) : below
  const environment = slash === -1 ? null : target.slice(0, slash)
  return ofResource({ environment, name: name.key, target }, path, places)
}

type Places = Pick<SetWord, 'from' | 'valueFrom' | 'to'>

function ofEnvironments(target: string, [part, ...path]: readonly PathStep[], places: Places): ReadSetWord {
  if (part?.key !== 'variables')
    return wrong(`"${target}" is none of the variables of an environment`, 'environment.variables.NAME is what can be set of an environment')
  if (path.length === 0) return wrong('"environment.variables" is all variables of an environment', 'name one: environment.variables.NAME=VALUE')
  return { ok: true, word: { environment: null, resource: null, path: [part, ...path], ...places } }
}

interface Target {
  readonly environment: string | null
  readonly name: string
  readonly target: string
}

function ofResource({ environment, name, target }: Target, path: readonly PathStep[], places: Places): ReadSetWord {
  if (name.includes('@')) {
    const [base = ''] = name.split('@')
    return wrong(`"${name}" is an instance, and its spec is that of all instances of ${base}`, 'let it read each.key, or set a variable of the environment')
  }
  if (!resourceNameForm.test(name)) return wrong(`"${name}" is not the name of a resource`, 'NAME.PATH=VALUE: app.variables.size=9')
  if (path[0] === undefined) return wrong(`"${target}" says nothing of what is set in ${name}`, `name a part of its spec: ${name}.variables.size=9`)
  return { ok: true, word: { environment, resource: name, path, ...places } }
}

function wrong(message: string, hint: string): ReadSetWord {
  return { ok: false, problem: { message, hint } }
}
