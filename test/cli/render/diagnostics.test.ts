import { describe, expect, it } from 'vitest'
import { renderDiagnostics } from '../../../src/cli/render/diagnostics.ts'
import type { Diagnostic, SourceRange } from '../../../src/events/diagnostic.ts'
import { SourceText } from '../../../src/manifest/source-text.ts'

function problem(at: SourceRange | undefined, extra: Partial<Diagnostic> = {}): Diagnostic {
  return { code: 'invalid-value', severity: 'error', message: 'wrong', ...(at === undefined ? {} : { at }), ...extra }
}

/** The range of the text between « and », and the text without them. */
function marked(text: string): { text: string; at: SourceRange } {
  const start = text.indexOf('«')
  const end = text.indexOf('»') - 1
  const plain = text.replace('«', '').replace('»', '')
  return { text: plain, at: new SourceText('a.yaml', plain).range(start, end) }
}

function shown(text: string, width = 60): string {
  const { text: plain, at } = marked(text)
  const rendered = renderDiagnostics([problem(at)], { sources: () => plain, color: false, width })
  return rendered.split('\n').slice(3, 5).join('\n')
}

describe('renderDiagnostics', () => {
  it('renders nothing for nothing', () => {
    expect(renderDiagnostics([], { sources: () => undefined, color: true, width: 80 })).toBe('')
  })

  it.each([
    ['a word', 'a: «b» c', '1 | a: b c\n  |    ^'],
    ['a place without characters', 'a: «»b', '1 | a: b\n  |    ^'],
    ['the end of a line', 'a: b«»\nc', '1 | a: b\n  |     ^'],
    ['the end of a file that ends with a line end', 'a\n«»', '2 |\n  | ^'],
    ['an empty file', '«»', '1 |\n  | ^'],
    ['tabs', '\ta\tb: «x\t»', '1 |     a   b: x\n  |            ^'],
    ['wide characters', 'a: 日本 «日本» x', '1 | a: 日本 日本 x\n  |         ^^^^'],
    ['an accent of its own', 'e\u0301: «x»', '1 | e\u0301: x\n  |    ^'],
    ['an emoji', '😀: «😀»', '1 | 😀: 😀\n  |     ^^'],
    ['control characters', 'a: \u001b[31m«x\u0007»\u202e', '1 | a: \\u{1b}[31mx\\u{7}\\u{202e}\n  |              ^^^^^^'],
    ['a range over several lines', 'a: «b\nc»', '1 | a: b\n  |    ^'],
    ['a line end of Windows', 'a: «b\r\nc»', '1 | a: b\n  |    ^'],
    ['a long line, cut after the place', `«a»${'x'.repeat(100)}`, `1 | a${'x'.repeat(54)}…\n  | ^`],
    ['a long line, cut at both sides', `${'x'.repeat(100)}«aaa»${'y'.repeat(100)}`, `1 | …${'x'.repeat(18)}aaa${'y'.repeat(33)}…\n  |  ${' '.repeat(18)}^^^`],
    ['a long line, cut before the place', `${'x'.repeat(100)}«aaa»`, `1 | …${'x'.repeat(18)}aaa\n  |  ${' '.repeat(18)}^^^`],
    ['a place longer than the room', `a: «${'x'.repeat(200)}»`, `1 | a: ${'x'.repeat(52)}…\n  |    ${'^'.repeat(52)}`],
    [
      'a line of a million characters',
      `${'日'.repeat(500_000)}«a»${'x'.repeat(500_000)}`,
      `1 | …${'日'.repeat(9)}a${'x'.repeat(35)}…\n  |  ${' '.repeat(18)}^`,
    ],
  ])('puts the caret under %s', (_, text, expected) => {
    expect(shown(text)).toBe(expected)
  })

  it('shows all parts, the numbers of lines aligned', () => {
    const text = `${'\n'.repeat(8)}first\nsecond\n`
    const source = new SourceText('b.yaml', text)
    const diagnostic = problem(source.range(14, 20), {
      message: 'wrong\nand more of it',
      hint: 'do this\nthen that',
      address: 'dev/app',
      related: [{ message: 'because of', at: source.range(8, 13) }],
    })
    const warning = problem(undefined, { severity: 'warning', message: 'careful' })
    expect(renderDiagnostics([diagnostic, warning], { sources: () => text, color: false, width: 80 })).toBe(`error[invalid-value]: dev/app: wrong
  and more of it
  --> b.yaml:10:1
   |
10 | second
   | ^^^^^^
   = because of
  --> b.yaml:9:1
   |
 9 | first
   | ^^^^^
   = hint: do this
           then that

warning[invalid-value]: careful

1 error, 1 warning in 1 file
`)
  })

  it('names the place alone where the text is not there, or is another one by now', () => {
    const at = new SourceText('gone.yaml', 'a: b').range(3, 4)
    const expected = 'error[invalid-value]: wrong\n --> gone.yaml:1:4\n\n1 error in 1 file\n'
    expect(renderDiagnostics([problem(at)], { sources: () => undefined, color: false, width: 80 })).toBe(expected)
    expect(renderDiagnostics([problem(at)], { sources: () => '', color: false, width: 80 })).toBe(expected)
  })

  it('lets no control character out of messages, hints, addresses and file names', () => {
    const evil = 'x\u001b[2J\u0007\u202e\u009b\r'
    const at = { ...new SourceText(evil, evil).range(0, 1), file: evil }
    const diagnostic = problem(at, { message: evil, hint: evil, address: evil, related: [{ message: evil, at }] })
    const text = renderDiagnostics([diagnostic], { sources: () => evil, color: false, width: 80 })
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  })

  it('counts what is too much to show, and shows errors before warnings then', () => {
    const many = [...Array.from({ length: 60 }, () => problem(undefined, { severity: 'warning' })), problem(undefined, { message: 'the error' })]
    const text = renderDiagnostics(many, { sources: () => undefined, color: false, width: 80 })
    expect(text).toBe('error[invalid-value]: the error\n\n… and 60 more\n\n1 error, 60 warnings\n')
    const errors = renderDiagnostics(
      Array.from({ length: 53 }, () => problem(undefined)),
      { sources: () => undefined, color: false, width: 80 },
    )
    expect(errors.match(/error\[/g)).toHaveLength(50)
    expect(errors.endsWith('\n\n… and 3 more\n\n53 errors\n')).toBe(true)
  })

  it('colours only when it is told to', () => {
    const { text, at } = marked('a: «b»')
    expect(renderDiagnostics([problem(at)], { sources: () => text, color: true, width: 80 })).toContain('\u001b[31m^')
  })
})
