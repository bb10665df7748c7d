import fc from 'fast-check'

/** Pieces that mean something to HTML, XML, Markdown, Graphviz, Mermaid, a shell or a terminal. */
export const pieces = [
  '<script>alert(1)</script>',
  '</script>',
  '</title>',
  '</pre></details>',
  '<img src=x onerror=alert(1)>',
  '" onmouseover="alert(1)',
  "' onfocus='alert(1)",
  '<!--',
  '-->',
  ']]>',
  '<![CDATA[',
  '&lt;b&gt;',
  '&#60;',
  '&amp',
  '```',
  '````````',
  '~~~',
  '\n```\n',
  '\n\n# heading\n',
  '\n</details>\n\n<b>',
  '[x](javascript:alert(1))',
  '@everyone',
  '| a | b |',
  '"];',
  '\\"',
  '\\',
  '\\N',
  '\n} digraph x {',
  'end\n',
  '%%{init: {}}%%',
  '#quot;',
  ';',
  '\u001b[2J',
  '\u0000',
  '\u202e',
  '\ud800',
  '\u2028',
  '東京',
] as const

/** Text from somebody who means no good. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })), { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
