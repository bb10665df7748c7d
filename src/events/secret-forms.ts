const shortest = 4
/** A stretch of base64 shorter than this stands in too many texts by chance. */
const shortestCore = 8
/** Words that a secret may happen to be; without them no log could be read. */
const commonWords = new Set(['true', 'false', 'null', 'none'])

/** The shapes in which a secret may show up in text: itself, its lines, and each of these as JSON, in a URL and in base64. */
export function secretForms(secret: string): ReadonlySet<string> {
  const forms = new Set<string>()
  const lines = secret.split(/\r?\n/).map((line) => line.trim())
  for (const text of new Set([secret, secret.trim(), ...lines])) {
    if (text.length < shortest || commonWords.has(text.toLowerCase())) continue
    for (const form of formsOf(text)) if (form.length >= shortest) forms.add(form)
  }
  return forms
}

function formsOf(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1)
  return [text, json, escapedForHtml(json), asciiOnly(json), ...urlForms(text), ...base64Forms(Buffer.from(text, 'utf8'))]
}

/** As Go writes JSON. */
function escapedForHtml(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, escapeUnit)
}

/** As Python writes JSON. */
function asciiOnly(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, escapeUnit)
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function urlForms(text: string): readonly string[] {
  const encoded = encodeURIComponent(text.toWellFormed())
  const strict = encoded.replace(/[!'()*]/g, (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`)
  return [encoded, strict, strict.replaceAll('%20', '+'), strict.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]
}

function base64Forms(bytes: Buffer): readonly string[] {
  const whole = bytes.toString('base64')
  const forms = [whole, whole.replace(/=+$/, '')]
  // Inside a longer text, `user:password` for example, the same bytes give other characters depending on where they begin.
  for (const shift of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    const core = shifted.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6))
    if (core.length >= shortestCore) forms.push(core)
  }
  return forms.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')])
}
