import type { SystemCoordinator } from '../coordinator.ts'
import type { Diagnostic } from '../events/diagnostic.ts'
import type { ExitCode } from '../events/exit-code.ts'
import type { Clock } from '../ports/clock.ts'
import type { EventSink } from '../ports/event-sink.ts'
import { isForPrograms, type CliContext } from './cli-context.ts'
import type { GlobalOptions } from './global-options.ts'
import { Progress, type EventRenderer } from './progress.ts'
import { renderDiagnostics } from './render/diagnostics.ts'
import { refusalDocument } from './render/json-documents.ts'
import { JsonLines } from './render/json-lines.ts'
import { LineRenderer } from './render/line-renderer.ts'
import { LiveView } from './render/live-view.ts'
import { QuietRenderer } from './quiet-renderer.ts'
import type { Terminal } from './render/terminal.ts'
import { writeJson } from './write-json.ts'

/** What a context is made of. */
export interface CreateContextOptions {
  readonly global: GlobalOptions
  readonly version: string
  /** The working directory. */
  readonly folder: string
  readonly projectFolder: string
  readonly out: Terminal
  readonly err: Terminal
  readonly clock: Clock
  readonly ask: CliContext['ask']
  readonly isFile: (path: string) => boolean
  readonly makeCoordinator: (events: EventSink) => SystemCoordinator
}

/** Puts together what a command needs. `-o jsonl` streams events to stdout; otherwise progress goes to stderr, live where somebody watches. */
export function createContext(options: CreateContextOptions): CliContext {
  const { global, clock, version } = options
  const out = global.color ? options.out : withoutColor(options.out)
  const err = global.color ? options.err : withoutColor(options.err)
  const progress = new Progress(rendererMaker({ ...options, out, err }))
  const coordinator = options.makeCoordinator(progress)
  const environment = global.environment ?? null
  const table = global.output === 'table'
  const output = global.output === 'table' ? 'text' : global.output
  const verbose = isVerbose(global)
  const { folder, projectFolder, ask, isFile } = options
  const base = { coordinator, out, err, output, table, verbose, environment, folder, projectFolder, clock, version, ask, isFile }
  return { ...base, showDiagnostics: diagnosticsShower(base, global), runResults: () => progress.results(), finishProgress: () => progress.finish() }
}

/** The stream of `-o jsonl` is one and goes on; what is drawn for people is made anew after each end. */
function rendererMaker({ global, clock, out, err, version }: CreateContextOptions): () => EventRenderer {
  if (global.output === 'jsonl') {
    const lines = new JsonLines({ write: (text) => out.write(text), genesisVersion: version })
    const renderer: EventRenderer = { emit: (event) => lines.emit(event), close: () => Promise.resolve() }
    return () => renderer
  }
  const rendering = { terminal: err, clock, verbose: isVerbose(global) }
  if (global.logLevel === 'error' || global.logLevel === 'warning') return () => new QuietRenderer(global.logLevel, new LineRenderer(rendering))
  return () => (err.interactive ? new LiveView(rendering) : new LineRenderer(rendering))
}

function isVerbose({ verbose, logLevel }: GlobalOptions): boolean {
  return verbose || logLevel === 'debug'
}

function diagnosticsShower(context: Pick<CliContext, 'coordinator' | 'out' | 'err' | 'output'>, { logLevel }: GlobalOptions): CliContext['showDiagnostics'] {
  return (all: readonly Diagnostic[], exitCode: ExitCode | null) => {
    if (exitCode !== null && isForPrograms(context.output)) writeJson(context, refusalDocument(all, exitCode))
    const diagnostics = logLevel === 'error' ? all.filter(({ severity }) => severity === 'error') : all
    if (diagnostics.length === 0) return
    const { color, columns } = context.err
    context.err.write(renderDiagnostics(diagnostics, { sources: (file) => context.coordinator.source(file), color, width: columns ?? 120 }))
  }
}

function withoutColor(terminal: Terminal): Terminal {
  return {
    color: false,
    get columns(): number | null {
      return terminal.columns
    },
    get rows(): number | null {
      return terminal.rows
    },
    unicode: terminal.unicode,
    interactive: terminal.interactive,
    write: (text) => terminal.write(text),
  }
}
