import { Composer, Lexer, Parser, type Document } from 'yaml'
import type { Report } from '../events/diagnostic.ts'
import type { YamlFile } from './yaml-file.ts'
import { limits } from './limits.ts'
import type { ManifestFile } from './manifest.ts'
import { SourceText } from './source-text.ts'
import { YamlDocument } from './yaml-document.ts'
import { yamlErrorDiagnostic } from './yaml-errors.ts'
import { yamlValue, type AliasBudget } from './yaml-values.ts'

/** What YAML does not allow in a text: mostly, the file is no text at all. */
const forbidden = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/

/**
 * Reads the documents of a YAML 1.2 file (core schema) as plain data. Reports all that is wrong with the YAML, one syntax error for each
 * document; documents with a syntax error are left out, empty ones too. Never throws for bad input.
 */
export function readYaml(file: ManifestFile, report: Report): YamlFile {
  const source = new SourceText(file.path, file.text)
  const nothing: YamlFile = { documents: [], complete: false }
  if (file.text.length > limits.fileBytes) {
    const message = `the file is larger than ${limits.fileBytes / 1024 / 1024} MiB`
    report({ code: 'input-too-large', severity: 'error', message, hint: 'split it into several files', at: source.range(0, 0) })
    return nothing
  }
  const control = forbidden.exec(file.text)
  if (control !== null) {
    const message = `the file holds the control character ${control[0].charCodeAt(0)}, which no YAML has`
    report({ code: 'yaml-syntax', severity: 'error', message, hint: 'is it a text file?', at: source.range(control.index, control.index + 1) })
    return nothing
  }
  return new YamlReading(source, report).read()
}

class YamlReading {
  private readonly source: SourceText
  private readonly report: Report
  private readonly budget: AliasBudget = { used: 0 }
  private readonly documents: YamlDocument[] = []
  private complete = true

  constructor(source: SourceText, report: Report) {
    this.source = source
    this.report = report
  }

  read(): YamlFile {
    const composer = new Composer({ version: '1.2', uniqueKeys: false, prettyErrors: false, strict: true })
    for (const token of this.tokens()) {
      if (token.type === 'directive') this.refuseDirective(token.offset, token.source)
      else for (const document of composer.next(token)) this.add(document)
    }
    for (const document of composer.end(true, this.source.text.length)) this.add(document)
    return { documents: this.documents, complete: this.complete }
  }

  /** The parser's own loop, which watches the depth: what composes the tokens afterwards calls itself for each level. */
  private *tokens(): ReturnType<Parser['parse']> {
    const parser = new Parser()
    for (const lexeme of new Lexer().lex(this.source.text)) {
      yield* parser.next(lexeme)
      // A document and a scalar stand on the stack beside the collections.
      if (parser.stack.length > limits.depth + 2) {
        const message = `more than ${limits.depth} collections inside one another`
        this.report({ code: 'yaml-depth', severity: 'error', message, at: this.source.range(parser.offset - lexeme.length, parser.offset) })
        this.complete = false
        return
      }
    }
    yield* parser.end()
  }

  private refuseDirective(offset: number, text: string): void {
    if (/^%YAML\s+1\.2\s*$/.test(text)) return
    const message = text.startsWith('%YAML') ? `"${text}" is not supported` : 'directives are not supported'
    const hint = text.startsWith('%YAML') ? 'the files are YAML 1.2: take the line away' : 'take the line away'
    this.report({ code: 'yaml-unsupported', severity: 'error', message, hint, at: this.source.range(offset, offset + text.length) })
  }

  private add(document: Document.Parsed): void {
    const [first] = document.errors.toSorted((a, b) => a.pos[0] - b.pos[0])
    if (first !== undefined) {
      this.report(yamlErrorDiagnostic(first, document, this.source))
      this.complete = false
      return
    }
    const { contents } = document
    if (contents === null) return
    const { value, places } = yamlValue(contents, { source: this.source, budget: this.budget, report: this.report })
    if (value === null) return
    this.documents.push(new YamlDocument({ value, source: this.source, places }))
  }
}
