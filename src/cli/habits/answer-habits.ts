import type { Command } from 'commander'
import type { Diagnostic } from '../../events/diagnostic.ts'
import { pathOf } from '../help.ts'
import { shellCommand } from './shell-command.ts'
import { readTypedLine, type TypedLine } from './typed-line.ts'

/** What is known beside the words. */
export interface HabitsOptions {
  readonly program: Command
  /** The environment that GENESIS_ENVIRONMENT names. */
  readonly environment: string | null
  /** The names of the environments of the project that is there, or in the folder that an option names; empty where there is none. */
  readonly environments: (folder: string | null) => Promise<readonly string[]>
}

/** What is made of words that other tools have: ours in their place, where they mean the same; otherwise what to type. */
export type HabitsAnswer =
  { readonly kind: 'accepted'; readonly words: readonly string[] } | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }

/** Looks for other tools' spellings in what somebody typed; null where there is none. */
export async function answerHabits(words: readonly string[], options: HabitsOptions): Promise<HabitsAnswer | null> {
  const line = readTypedLine(options.program, words)
  if (!line.foreign) return null
  const given = line.environment ?? options.environment
  const nowhere = line.targets.length > 0 && line.words.length === 0 && given === null
  const problems = [...line.problems, ...(nowhere && line.problems.length === 0 ? ['no environment is named'] : [])]
  if (problems.length === 0) return { kind: 'accepted', words: [...pathOf(line.command), ...line.words, ...line.targets, ...line.others, ...endOf(line)] }
  const hint = shellCommand(new Suggestion(line, { given, environments: await options.environments(line.folder) }).words())
  const last = problems.length - 1
  const diagnostics = problems.map((message, index): Diagnostic => ({ code: 'usage', severity: 'error', message, ...(index === last ? { hint } : {}) }))
  return { kind: 'refused', diagnostics }
}

function endOf({ options, verbatim }: Pick<TypedLine, 'options' | 'verbatim'>): readonly string[] {
  return verbatim.length === 0 ? options : [...options, '--', ...verbatim]
}

/** The whole command that does here what was meant. */
class Suggestion {
  readonly #line: TypedLine
  readonly #given: string | null
  readonly #environments: readonly string[]
  readonly #words: string[]
  #options: readonly string[]

  constructor(line: TypedLine, { given, environments }: { readonly given: string | null; readonly environments: readonly string[] }) {
    this.#line = line
    this.#given = given
    this.#environments = environments
    this.#words = [...line.words]
    this.#options = line.options
  }

  words(): readonly string[] {
    const { template, command, verbatim } = this.#line
    if (template === null) {
      const takesEnvironment = ['environment', 'words'].includes(command.registeredArguments[0]?.name() ?? '')
      const environment = takesEnvironment && this.#words.length === 0 ? this.#unlessGiven() : []
      return ['genesis', ...pathOf(command), ...environment, ...this.#rest(), ...endOf({ options: this.#options, verbatim })]
    }
    const filled = template.split(' ').flatMap((part) => this.#fill(part))
    const [first] = filled
    return first === 'genesis' ? [...filled, ...endOf({ options: this.#options, verbatim })] : filled
  }

  #fill(part: string): readonly string[] {
    switch (/\{\w+\}/.exec(part)?.[0]) {
      case undefined:
        return [part]
      case '{env}':
        return this.#unlessGiven()
      case '{ENV}':
        return [part.replace('{ENV}', this.#environment())]
      case '{WORD}':
        return [part.replace('{WORD}', this.#words.shift() ?? 'ENVIRONMENT')]
      case '{NAME}':
        return [this.#name()]
      case '{THING}':
        return [this.#thing()]
      case '{ADDRESS}':
        return [this.#address()]
      default:
        return this.#rest()
    }
  }

  /** Nothing where an option or the variable says it. */
  #unlessGiven(): readonly string[] {
    if (this.#given !== null && !this.#environments.includes(this.#words[0] ?? '')) return []
    return [this.#environment()]
  }

  #environment(): string {
    const [word] = this.#words
    if (word !== undefined && this.#environments.includes(word)) return this.#words.shift() ?? word
    if (this.#given === null) return this.#environments.length === 1 ? (this.#environments[0] ?? '') : 'ENVIRONMENT'
    const at = this.#options.findIndex((option) => option === '-e')
    if (at >= 0) this.#options = this.#options.toSpliced(at, 2)
    return this.#given
  }

  /** What is inside a stack has no name here. */
  #name(): string {
    const word = this.#words.pop()
    return word === undefined || /[.[:]/.test(word) ? 'NAME' : word
  }

  #thing(): string {
    const word = this.#words.at(-1) ?? 'NAME'
    return /[.[]/.test(word) && !word.includes(':') ? `STACK:${word}` : word
  }

  #address(): string {
    const word = this.#words.at(-1)
    if (word?.includes('/') === true) return word
    const environment = this.#environment()
    return `${environment}/${this.#name()}`
  }

  #rest(): readonly string[] {
    return [...this.#words.splice(0), ...this.#line.targets]
  }
}
