import type { Command, Option } from 'commander'
import { foreignCommands, type ForeignCommand } from './foreign-command.ts'
import { foreignOptions, type ForeignOption } from './foreign-option.ts'
import { pathOf } from '../help.ts'
import { knownOptions, takesAll, takesValue } from './known-options.ts'
import { templateFor } from './command-template.ts'

/** What somebody typed, told apart, with what other tools' words are here put in their place. */
export interface TypedLine {
  /** The command of ours that is meant. */
  readonly command: Command
  /** What to type instead, where the command was another tool's: see {@link ForeignCommand}. */
  readonly template: string | null
  /** Words that are no options, since the command's name. */
  readonly words: readonly string[]
  /** Words that belong behind the environment. */
  readonly targets: readonly string[]
  /** Options, with their values. */
  readonly options: readonly string[]
  /** Options that nobody knows. */
  readonly others: readonly string[]
  /** What stands behind `--`. */
  readonly verbatim: readonly string[]
  /** What options say: the environment, the project's folder, the form of the answer. */
  readonly environment: string | null
  readonly folder: string | null
  readonly output: string | null
  /** Whether anything in it is another tool's. */
  readonly foreign: boolean
  /** Why the line cannot be taken as it is. */
  readonly problems: readonly string[]
}

/** Tells apart what somebody typed. */
export function readTypedLine(program: Command, words: readonly string[]): TypedLine {
  const reader = new LineReader(program, words)
  while (reader.next());
  return reader
}

class LineReader implements TypedLine {
  command: Command
  template: string | null = null
  environment: string | null = null
  folder: string | null = null
  output: string | null = null
  foreign = false
  readonly words: string[] = []
  readonly targets: string[] = []
  readonly options: string[] = []
  readonly others: string[] = []
  readonly verbatim: string[] = []
  readonly problems: string[] = []
  readonly #program: Command
  readonly #left: string[]

  constructor(program: Command, words: readonly string[]) {
    this.#program = program
    this.command = program
    this.#left = [...words]
  }

  /** Takes the next word, with those that belong to it; false at the end. */
  next(): boolean {
    const word = this.#left.shift()
    if (word === undefined) return false
    if (word === '--') this.verbatim.push(...this.#left.splice(0))
    else if (word.startsWith('-') && word !== '-') this.#takeOption(word)
    else this.#takeWord(word)
    return true
  }

  #takeWord(word: string): void {
    if (this.words.length > 0 || this.template !== null || this.command.commands.length === 0) {
      this.words.push(word)
      return
    }
    const own = this.command.commands.find((one) => one.name() === word || one.aliases().includes(word))
    const foreign = own === undefined ? this.#foreignCommand([...pathOf(this.command), word, ...this.#left]) : undefined
    if (own !== undefined) this.command = own
    else if (foreign === undefined) this.words.push(word)
    else this.#becomeForeign(foreign)
  }

  #foreignCommand(words: readonly string[]): ForeignCommand | undefined {
    const fitting = foreignCommands.filter(({ typed }) => typed.split(' ').every((part, index) => words[index] === part))
    const longest = fitting.toSorted((a, b) => b.typed.length - a.typed.length)[0]
    return longest !== undefined && longest.typed.split(' ').length > pathOf(this.command).length ? longest : undefined
  }

  #becomeForeign(foreign: ForeignCommand): void {
    const { typed, of, why } = foreign
    this.foreign = true
    this.problems.push(`"${typed}" is a word of ${of}${why === undefined ? '' : `: ${why}`}`)
    this.#left.splice(0, typed.split(' ').length - pathOf(this.command).length - 1)
    const { command, template } = templateFor(this.#program, foreign)
    this.command = command
    if (!template.includes('{again}')) this.template = template
  }

  #takeOption(word: string): void {
    const [, dashes = '', name = '', value] = /^(--?)([^=]*)(?:=(.*))?$/s.exec(word) ?? []
    const own = knownOptions(this.command).find(({ long, short }) => (name.length > 1 ? long === `--${name}` : dashes === '-' && short === `-${name}`))
    if (own !== undefined && fits(own, value)) {
      this.foreign ||= dashes === '-' && name.length > 1
      this.#takeOwn(own, value === undefined && takesValue(own) ? this.#left.shift() : value)
      return
    }
    const foreign = this.#foreignOption(dashes, name, value)
    if (foreign === undefined && own !== undefined && !takesValue(own)) this.#takeTruth(own, word, value)
    else if (foreign === undefined) this.#takeOther(word, dashes)
    else this.#translate(word, foreign, foreign.takes === 'value' && value === undefined ? this.#left.shift() : value)
  }

  /** A short option with its value behind it, or several; or one that nobody knows. */
  #takeOther(word: string, dashes: string): void {
    const own = dashes === '-' ? knownOptions(this.command).find((option) => takesValue(option) && option.short === word.slice(0, 2)) : undefined
    if (own !== undefined && word.length > 2) this.#takeOwn(own, word.slice(2))
    else this.others.push(word)
  }

  /** `-destroy=true`, as Go's programs have it. */
  #takeTruth(own: Option, word: string, value: string | undefined): void {
    this.foreign = true
    if (/^(?:true|1|t)$/i.test(value ?? '')) this.#takeOwn(own, undefined)
    else if (!/^(?:false|0|f)$/i.test(value ?? '')) this.others.push(word)
  }

  #takeOwn({ long, short }: Option, value: string | undefined): void {
    if (long === '--environment') this.environment = value ?? null
    if (long === '--chdir') this.folder = value ?? null
    if (long === '--output') this.output = value ?? null
    const name = (this.#program.options.some((one) => one.long === long) ? short : long) ?? long ?? ''
    if (value === undefined) this.options.push(name)
    else if (value.startsWith('-') && long !== undefined) this.options.push(`${long}=${value}`)
    else this.options.push(name, value)
  }

  #foreignOption(dashes: string, name: string, value: string | undefined): ForeignOption | undefined {
    if (dashes === '--' && name.length === 1) return undefined
    const command = pathOf(this.command).join(' ')
    return foreignOptions.find(({ names, on, values, takes }) => {
      const said = takes === 'value' ? (value ?? this.#left[0] ?? '') : (value ?? '')
      return names.includes(name) && on?.includes(command) !== false && values?.test(said) !== false
    })
  }

  #translate(word: string, { here, takes }: ForeignOption, value: string | undefined): void {
    this.foreign = true
    const typed = takes === 'value' && value !== undefined && !word.includes('=') ? `${word} ${value}` : word
    if (here.kind === 'always') return
    if (here.kind === 'target') {
      if (value !== undefined) this.targets.push(value)
      return
    }
    const words = here.words.map((one) => one.replaceAll('{}', () => value ?? 'VALUE'))
    if (here.kind === 'near') {
      this.problems.push(`"${typed}" is not taken: ${here.why}`)
      const other = here.commands?.map((name) => this.#program.commands.find((one) => one.name() === name)).find((one) => one !== undefined)
      if (other !== undefined) this.command = other
    }
    this.#put(typed, words)
  }

  /** An option that the command does not have yet is said, and left out. */
  #put(typed: string, words: readonly string[]): void {
    if (!takesAll(this.command, words)) {
      this.problems.push(`"${typed}" is "${words.join(' ')}" here, which "genesis ${pathOf(this.command).join(' ')}" does not take`)
      return
    }
    if (words[0] === '-e') this.environment = words[1] ?? null
    if (words[0] === '-C') this.folder = words[1] ?? null
    if (words[0]?.startsWith('-') === false) this.targets.push(...words)
    else this.options.push(...words)
  }
}

/** Whether an option of ours can be meant: `--refresh=false` is another tool's where ours takes `all` and `none`. */
function fits(option: Option, value: string | undefined): boolean {
  if (value === undefined) return true
  return takesValue(option) && option.argChoices?.includes(value) !== false
}
