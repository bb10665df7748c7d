import { Pool } from '../../apply/pool.ts'
import type { Diagnostic, SourceRange } from '../../events/diagnostic.ts'
import { createRedactor, type Redactor } from '../../events/redact.ts'
import { collectSecrets } from '../../expressions/secret-values.ts'
import { Sensitive, type Value } from '../../expressions/value.ts'
import type { EnvironmentDeclaration } from '../../manifest/manifest.ts'
import { sourceWords, type Purpose, type ValueSource } from '../../manifest/value-source.ts'
import { OutsideError } from '../../plan/outside-error.ts'
import type { EventSink } from '../../ports/event-sink.ts'
import type { Ports } from '../../ports/ports.ts'
import { isSecretVariable, plainEnvironment } from '../process-environment.ts'
import { fetchValue, fetchVariable, parse } from './fetch-value.ts'
import type { Fetched } from './fetched.ts'
import { parseCredentials, type Credentials } from './parse-credentials.ts'
import { Renewed } from './renewed.ts'
import type { SourceContext } from './source-context.ts'

/** What the values of one environment are fetched with. */
export interface OutsideOptions {
  readonly declaration: Pick<EnvironmentDeclaration, 'name' | 'env' | 'credentials' | 'secrets'>
  readonly ports: Pick<Ports, 'files' | 'processes' | 'clock'>
  /** The variables that Genesis was started with. */
  readonly outside: Readonly<Record<string, string>>
  readonly projectRoot: string
  /** A private folder that may be made, absolute. */
  readonly folder: string
  readonly signal: AbortSignal
  /** For warnings. */
  readonly events: EventSink
}

/** A reader of a secret. */
export interface SecretReader {
  readonly address: string
  readonly at: SourceRange
}

/** The secrets, or why some could not be had. */
export type FetchedSecrets =
  { readonly ok: true; readonly values: ReadonlyMap<string, Value> } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

type Variables = Readonly<Record<string, string>>
type Refusal = Extract<Fetched<unknown>, { ok: false }>

/** How many programs are asked at once. */
const askedAtOnce = 4

/**
 * What one environment takes from elsewhere, for one plan and what is applied of it: each value is fetched when it is needed first, and once.
 * Whatever is fetched is known to the redactor before anybody gets it.
 */
export class OutsideValues {
  readonly redactor: Redactor = createRedactor()
  readonly #options: OutsideOptions
  readonly #pool = new Pool(askedAtOnce)
  readonly #warned = new Set<string>()
  readonly #remembered = new Map<string, Promise<Fetched<string>>>()
  readonly #credentials: Readonly<Record<Purpose, Renewed<Credentials>>>
  #folders = 0
  #plain: Promise<Variables> | null = null
  #own: Promise<Variables> | null = null

  constructor(options: OutsideOptions) {
    this.#options = options
    const { clock } = options.ports
    this.#credentials = { plan: new Renewed(clock, () => this.#askCredentials('plan')), apply: new Renewed(clock, () => this.#askCredentials('apply')) }
  }

  /** What a program that is started now sees: the base, `env` over it, credentials over both. Rejects with an {@link OutsideError}. */
  async childEnvironment(purpose: Purpose): Promise<Variables> {
    const own = await (this.#own ??= this.#allVariables())
    if (this.#options.declaration.credentials[purpose] === null) return own
    const { variables } = await this.#credentials[purpose].get()
    return { ...own, ...variables }
  }

  /** The secrets of these names, all of them or none. `readers` tells who needs them. */
  async secrets(readers: ReadonlyMap<string, readonly SecretReader[]>): Promise<FetchedSecrets> {
    const values = new Map<string, Value>()
    const diagnostics: Diagnostic[] = []
    const fetch = async (name: string, source: ValueSource, needed: readonly SecretReader[]): Promise<void> => {
      try {
        const fetched = await this.#inTurn(source, () => fetchValue(source, this.#context()))
        if (fetched.ok) {
          this.redactor.add(collectSecrets(new Sensitive(fetched.value)))
          values.set(name, fetched.value)
        } else diagnostics.push({ ...this.#problem(`the secret "${name}"`, source, fetched), related: relatedTo(needed) })
      } catch (error) {
        if (!(error instanceof OutsideError)) throw error
        diagnostics.push(...error.diagnostics)
      }
    }
    const declared = Object.entries(this.#options.declaration.secrets)
    await Promise.all(
      declared.flatMap(([name, source]) => {
        const needed = readers.get(name)
        return needed === undefined ? [] : [fetch(name, source, needed)]
      }),
    )
    return diagnostics.length > 0 ? { ok: false, diagnostics: [...new Set(diagnostics)].sort(byMessage) } : { ok: true, values }
  }

  /** Everything but what programs give: no program of a source sees what another one gave, for nobody could say which comes first. */
  #plainVariables(): Promise<Variables> {
    const { declaration, outside } = this.#options
    return (this.#plain ??= this.#withVariables(plainEnvironment(outside, declaration.env), ({ origin }) => origin.kind !== 'program'))
  }

  async #allVariables(): Promise<Variables> {
    return this.#withVariables(await this.#plainVariables(), ({ origin }) => origin.kind === 'program')
  }

  async #withVariables(base: Variables, counts: (source: ValueSource) => boolean): Promise<Variables> {
    const { declaration } = this.#options
    const sources = Object.entries(declaration.env).filter((entry): entry is [string, ValueSource] => typeof entry[1] !== 'string' && counts(entry[1]))
    const variables: Record<string, string> = { ...base }
    const failures: Refusal[] = []
    const fetch = async (name: string, source: ValueSource): Promise<Diagnostic | null> => {
      const fetched = await this.#inTurn(source, () => fetchVariable(source, this.#context()))
      if (!fetched.ok) {
        failures.push(fetched)
        return this.#problem(`the variable ${name} for the programs of ${declaration.name}`, source, fetched)
      }
      if (isSecretVariable(name, source)) this.redactor.add([fetched.value])
      variables[name] = fetched.value
      return null
    }
    const problems = (await Promise.all(sources.map(([name, source]) => fetch(name, source)))).filter((problem) => problem !== null)
    if (problems.length > 0) throw new OutsideError(problems, { interrupted: failures.some(({ interrupted }) => interrupted === true) })
    return variables
  }

  #inTurn<T>({ origin }: ValueSource, task: () => Promise<T>): Promise<T> {
    return origin.kind === 'program' ? this.#pool.run(task) : task()
  }

  async #askCredentials(purpose: Purpose): Promise<Credentials> {
    const { declaration, ports } = this.#options
    const source = declaration.credentials[purpose]
    if (source === null) return { variables: {}, expiresAt: null }
    const fetched = await fetchValue(source, this.#context(null))
    const what = `the credentials to ${purpose} in ${declaration.name}`
    if (!fetched.ok) throw new OutsideError([this.#problem(what, source, fetched)], { interrupted: fetched.interrupted === true })
    this.redactor.add(collectSecrets(new Sensitive(fetched.value)))
    const credentials = parseCredentials(typeof fetched.value === 'string' ? (parse(fetched.value) ?? fetched.value) : fetched.value)
    if (!credentials.ok) {
      const message = `${sourceWords(source)} is wrong: ${credentials.message}`
      throw new OutsideError([this.#problem(what, source, { ...credentials, message })], { interrupted: false })
    }
    const { variables, expiresAt } = credentials.value
    this.redactor.add(Object.values(variables))
    if (expiresAt === null || expiresAt > ports.clock.now()) return credentials.value
    const message = `${sourceWords(source)} gives some that expired at ${new Date(expiresAt).toISOString()}`
    throw new OutsideError([this.#problem(what, source, { message })], { interrupted: false })
  }

  #problem(what: string, source: ValueSource, { message, hint }: Omit<Refusal, 'ok'>): Diagnostic {
    const redact = (text: string): string => this.redactor.redact(text)
    const said = hint === undefined ? {} : { hint: redact(hint) }
    return { code: 'value-unavailable', severity: 'error', message: `${what} could not be had: ${redact(message)}`, ...said, at: source.at }
  }

  #context(remembered: SourceContext['remembered'] = this.#remembered): SourceContext {
    const { ports, outside, projectRoot, folder, signal } = this.#options
    return {
      ...ports,
      outside,
      projectRoot,
      signal,
      remembered,
      programEnvironment: () => this.#plainVariables(),
      newFolder: () => `${folder}/${++this.#folders}`,
      redact: (text) => this.redactor.redact(text),
      warn: (message) => this.#warn(message),
    }
  }

  #warn(message: string): void {
    if (this.#warned.has(message)) return
    this.#warned.add(message)
    this.#options.events.emit({ type: 'notice', at: this.#options.ports.clock.now(), level: 'warning', code: 'value-exposed', message })
  }
}

function relatedTo(readers: readonly SecretReader[]): NonNullable<Diagnostic['related']> {
  const shown = readers.slice(0, 5).map(({ address, at }) => ({ message: `${address} needs it`, at }))
  const [first] = readers
  return readers.length <= 5 || first === undefined ? shown : [...shown, { message: `and ${readers.length - 5} more`, at: first.at }]
}

function byMessage(one: Diagnostic, two: Diagnostic): number {
  return one.message < two.message ? -1 : 1
}
