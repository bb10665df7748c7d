import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { JsonRpc } from './json-rpc.ts'

interface Position {
  readonly line: number
  readonly character: number
}

interface LspDiagnostic {
  readonly range: { readonly start: Position; readonly end: Position }
  readonly message: string
}

interface CompletionItem {
  readonly label: string
  readonly insertText?: string
  readonly documentation?: string | { readonly value: string }
}

/** Something that an editor underlines. */
export interface Underlined {
  /** From one. */
  readonly line: number
  /** The characters that are underlined. */
  readonly text: string
  readonly message: string
}

const server = join(import.meta.dirname, '../../node_modules/yaml-language-server/bin/yaml-language-server')

/**
 * An editor that has opened a folder with the settings that its user gave to yaml-language-server. The place of the cursor is written as
 * `█` in the texts. A path is either checked or asked about: the server checks what was asked about later, and tells.
 */
export class Editor {
  readonly #folder: string
  readonly #rpc: JsonRpc
  readonly #stop: () => Promise<void>
  readonly #configured: Promise<void>
  readonly #published = new Map<string, (diagnostics: readonly LspDiagnostic[]) => void>()
  #opened = 0

  private constructor(folder: string, yamlSettings: object) {
    this.#folder = folder
    const child = spawn(process.execPath, [server, '--stdio'], { cwd: folder, stdio: 'pipe' })
    const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
    this.#stop = async () => {
      this.#rpc.notify('exit', null)
      child.stdin.end()
      await ended
    }
    child.stderr.resume()
    const { promise, resolve: configured } = Promise.withResolvers<void>()
    this.#configured = promise
    const settings: Readonly<Record<string, unknown>> = { yaml: yamlSettings, http: {} }
    this.#rpc = new JsonRpc(child, {
      notified: (method, params) => {
        if (method !== 'textDocument/publishDiagnostics') return
        const { uri, diagnostics } = params as { readonly uri: string; readonly diagnostics: readonly LspDiagnostic[] }
        this.#published.get(uri)?.(diagnostics)
      },
      answer: (method, params) => {
        if (method !== 'workspace/configuration') return null
        configured()
        return (params as { readonly items: readonly { readonly section: string }[] }).items.map(({ section }) => settings[section] ?? null)
      },
    })
  }

  /** Opens a folder; `settings` is what stands under `yaml` in the editor's settings. Nothing is asked of the network. */
  static async open(folder: string, settings: object = {}): Promise<Editor> {
    const editor = new Editor(folder, { validate: true, hover: true, completion: true, schemaStore: { enable: false }, ...settings })
    const uri = pathToFileURL(folder).href
    await editor.#rpc.request('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'project' }],
      capabilities: { workspace: { configuration: true, workspaceFolders: true }, textDocument: { hover: {}, completion: { completionItem: {} } } },
    })
    editor.#rpc.notify('initialized', {})
    await editor.#configured
    return editor
  }

  /** What is underlined in a file of the folder, or in a text at its place. */
  async check(path: string, text = readFileSync(join(this.#folder, path), 'utf8')): Promise<readonly Underlined[]> {
    const checked = new Promise<readonly LspDiagnostic[]>((resolve) => this.#published.set(this.#uri(path), resolve))
    this.#show(path, text)
    const diagnostics = await checked
    const lines = text.split('\n')
    return diagnostics.map(({ range: { start, end }, message }) => ({
      line: start.line + 1,
      text: (lines[start.line] ?? '').slice(start.character, end.line === start.line ? end.character : undefined),
      message,
    }))
  }

  /** The words that are offered at `█`. */
  async complete(path: string, text: string): Promise<readonly string[]> {
    return (await this.completions(path, text)).map(({ label }) => label)
  }

  /** The same with what the editor shows beside them, and puts in. */
  async completions(path: string, text: string): Promise<readonly CompletionItem[]> {
    const [at] = this.#places(path, text)
    const { items } = (await this.#rpc.request('textDocument/completion', at)) as { readonly items: readonly CompletionItem[] }
    return items
  }

  /** What is shown where the pointer rests, for each `█` in turn, as Markdown; empty for nothing. */
  async hovers(path: string, text: string): Promise<readonly string[]> {
    const shown: string[] = []
    for (const at of this.#places(path, text)) {
      const found = (await this.#rpc.request('textDocument/hover', at)) as { readonly contents: { readonly value: string } } | null
      shown.push(found?.contents.value ?? '')
    }
    return shown
  }

  /** Ends the server, and waits until it has ended. */
  async close(): Promise<void> {
    await this.#rpc.request('shutdown', null)
    await this.#stop()
  }

  #places(path: string, text: string): readonly { readonly textDocument: { readonly uri: string }; readonly position: Position }[] {
    this.#show(path, text.replaceAll('█', ''))
    const parts = text.split('█')
    return parts.slice(1).map((_, index) => {
      const before = parts.slice(0, index + 1).join('').split('\n') // prettier-ignore
      return { textDocument: { uri: this.#uri(path) }, position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } }
    })
  }

  #show(path: string, text: string): void {
    this.#rpc.notify('textDocument/didOpen', { textDocument: { uri: this.#uri(path), languageId: 'yaml', version: ++this.#opened, text } })
  }

  #uri(path: string): string {
    return pathToFileURL(join(this.#folder, path)).href
  }
}
