import type { Argument, Command, Option } from 'commander'

/** What a word may stand for. */
export type Completion =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** One environment, or more with commas between them. */
  | { readonly kind: 'environments' }
  | { readonly kind: 'addresses' }
  /** An environment, or a resource of one; resources alone where environments are given, one or more with commas between them. */
  | { readonly kind: 'targets'; readonly environment: string | null }
  /** What a schema is published for. */
  | { readonly kind: 'schemas' }
  /** Whatever the shell would offer: files. */
  | { readonly kind: 'files' }

/** What the words before say about the one that is being typed. */
export interface Place {
  readonly completion: Completion
  /** The project's folder, where `--chdir` names one. */
  readonly folder: string | null
  readonly environment: string | null
}

/**
 * Finds out what may stand in the place of the last word, by the program's own commands and options: a command that is added is completed
 * without a word here.
 */
export function completionPlace(program: Command, words: readonly string[]): Place {
  const walk = new Walk(program)
  for (const word of words.slice(0, -1)) walk.pass(word)
  return { completion: walk.at(words.at(-1) ?? ''), folder: walk.value('--chdir'), environment: walk.value('--environment') }
}

class Walk {
  #command: Command
  /** Words that are no options, since the command's name. */
  readonly #words: string[] = []
  readonly #values = new Map<string, string>()
  #pending: Option | null = null
  #onlyWords = false

  constructor(program: Command) {
    this.#command = program
  }

  value(option: string): string | null {
    return this.#values.get(option) ?? null
  }

  pass(word: string): void {
    if (this.#pending !== null) this.#take(this.#pending, word)
    else if (word === '--') this.#onlyWords = true
    else if (!this.#onlyWords && word.startsWith('-')) this.#passOption(word)
    else this.#passWord(word)
  }

  at(word: string): Completion {
    if (this.#pending !== null) return this.#ofOption(this.#pending)
    if (!this.#onlyWords && word.startsWith('-'))
      return { kind: 'words', words: this.#options().flatMap(({ long, hidden }) => (long === undefined || hidden ? [] : [long])) }
    const commands = this.#words.length === 0 ? this.#subcommands() : []
    if (commands.length > 0) return { kind: 'words', words: commands.map((command) => command.name()) }
    const all = this.#command.registeredArguments
    const last = all.at(-1)
    const argument = all[this.#words.length] ?? (last?.variadic === true ? last : undefined)
    return argument === undefined ? { kind: 'words', words: [] } : this.#ofArgument(argument)
  }

  #passOption(word: string): void {
    const [name, value] = word.split(/=(.*)/s)
    const option = this.#options().find((one) => one.long === name || one.short === name)
    if (option === undefined || !(option.required || option.optional)) return
    if (value === undefined) this.#pending = option
    else this.#take(option, value)
  }

  #take(option: Option, value: string): void {
    this.#pending = null
    if (option.long !== undefined) this.#values.set(option.long, value)
  }

  #passWord(word: string): void {
    const command = this.#words.length === 0 ? this.#subcommands().find((one) => one.name() === word || one.aliases().includes(word)) : undefined
    if (command === undefined) this.#words.push(word)
    else this.#command = command
  }

  #subcommands(): readonly Command[] {
    return this.#command.commands.filter((command) => !command.name().startsWith('__'))
  }

  /** Those of the command and of every one above it. */
  #options(): readonly Option[] {
    const all: Option[] = []
    for (let command: Command | null = this.#command; command !== null; command = command.parent) all.push(...command.options)
    return all
  }

  #ofOption({ argChoices, long, flags }: Option): Completion {
    if (argChoices !== undefined) return { kind: 'words', words: argChoices }
    if (long === '--environment' || flags.includes('<environment>')) return { kind: 'environments' }
    const environment = this.#environment()
    if (flags.includes('<names>') || flags.includes('<address>')) return environment === null ? { kind: 'addresses' } : { kind: 'targets', environment }
    return { kind: 'files' }
  }

  /** Which environment, or list of them, is spoken of: that of the option, or the first word where that names one. */
  #environment(): string | null {
    const first = this.#command.registeredArguments[0]?.name() === 'words' ? this.#words[0]?.split('/')[0] : undefined
    return this.value('--environment') ?? first ?? null
  }

  #ofArgument(argument: Argument): Completion {
    if (argument.argChoices !== undefined) return { kind: 'words', words: argument.argChoices }
    switch (argument.name()) {
      case 'environment':
        return { kind: 'environments' }
      case 'address':
      case 'from':
      case 'to':
        return { kind: 'addresses' }
      case 'kind':
        return { kind: 'schemas' }
      case 'words':
        return { kind: 'targets', environment: this.#environment() }
      default:
        return { kind: 'files' }
    }
  }
}
