/** The elements that our pages and pictures are made of, and the attributes that they may have. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  html: ['lang'],
  head: [],
  meta: ['charset', 'http-equiv', 'content', 'name'],
  title: [],
  style: [],
  body: [],
  header: [],
  main: [],
  figure: ['tabindex', 'aria-label'],
  a: ['href'],
  h1: [],
  h2: [],
  h3: [],
  section: [],
  p: ['class'],
  b: [],
  strong: [],
  code: [],
  ul: [],
  li: [],
  div: ['class', 'id', 'data-item'],
  span: ['class'],
  pre: [],
  details: ['class', 'id', 'data-item', 'open'],
  summary: [],
  input: ['id', 'type', 'placeholder', 'aria-label'],
  script: [],
  svg: ['xmlns', 'class', 'width', 'height', 'viewBox', 'role', 'aria-label'],
  g: ['class', 'data-node', 'data-from', 'data-to'],
  rect: ['class', 'x', 'y', 'width', 'height', 'rx', 'fill'],
  text: ['class', 'x', 'y', 'text-anchor'],
  path: ['class', 'd'],
  polygon: ['class', 'points'],
}
const empty = new Set(['meta', 'input'])

/**
 * Reads markup as strictly as XML, and gives what is wrong with it: an element or an attribute that we never write, a tag that does not
 * close, a lone `<` or `&`. `text` is what a reader sees.
 */
export function readMarkup(markup: string): { readonly problems: readonly string[]; readonly text: string } {
  const problems: string[] = []
  const open: string[] = []
  let text = ''
  const token = /<!doctype html>|<(\/?)([a-z0-9]+)((?:\s+[A-Za-z-]+(?:="[^"<>]*")?)*)\s*(\/?)>|([^<]+)|(<)/g
  for (const [whole, closing, name = '', attributes = '', self, content] of markup.matchAll(token)) {
    if (whole === '<') problems.push(`a lone < at ${markup.slice(0, 200)}`)
    else if (content !== undefined) {
      const raw = open.at(-1) === 'script' || open.at(-1) === 'style'
      if (!raw) {
        for (const [entity] of content.matchAll(/&(?!(?:amp|lt|gt|quot|#39);)/g)) problems.push(`a lone ${entity} in ${content}`)
        text += unescape(content)
      }
    } else if (name !== '') {
      if (allowed[name] === undefined) problems.push(`an element ${whole}`)
      for (const [, attribute = ''] of attributes.matchAll(/\s([A-Za-z-]+)(?:="[^"]*")?/g)) {
        if (allowed[name]?.includes(attribute) !== true) problems.push(`an attribute ${attribute} in ${whole}`)
      }
      if (closing === '/') {
        const last = open.pop()
        if (last !== name) problems.push(`${whole} closes ${last ?? 'nothing'}`)
      } else if (self !== '/' && !empty.has(name)) open.push(name)
    }
  }
  if (open.length > 0) problems.push(`never closed: ${open.join(' ')}`)
  return { problems, text }
}

/** What a page in one file must not have: something that is loaded, a script of anybody else, a link that leads nowhere, parts without a name. */
export function pageProblems(html: string): readonly string[] {
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
  const links = [...html.matchAll(/\shref="([^"]*)"/g)].map(([, target = '']) => target)
  const rules: Readonly<Record<string, boolean>> = {
    'it loads something': /\s(?:src|srcset|action|formaction|data|poster)=|url\(|@import|<link|<iframe|\bfetch\(|XMLHttpRequest/i.test(html),
    'it has a script in an attribute': /\son[a-z]+=/i.test(html.replace(/<script>[^]*<\/script>/, '')),
    'it has no policy': !html.includes("content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"),
    'a link leads out of it': links.some((target) => !ids.includes(target.slice(1)) || !target.startsWith('#')),
    'two parts have one id': new Set(ids).size !== ids.length,
    'the field to find things has no name': !/<input id="find" type="search"[^>]* aria-label="[^"]+"/.test(html),
    'what scrolls cannot be reached by the keyboard': /<figure(?! tabindex="0" aria-label="[^"]+")/.test(html),
    'a colour is fixed where the browser may be dark': /(?:color|background|fill|stroke): ?#/.test(html),
    'something is hidden that only the script shows': /<[^>]*\s(?:hidden|style)[=>\s]/.test(html.replace(/<(?:style|script)>[^]*?<\/(?:style|script)>/g, '')),
  }
  return Object.entries(rules).flatMap(([problem, isThere]) => (isThere ? [problem] : []))
}

function unescape(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? '')
}
