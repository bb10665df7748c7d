import { secretForms } from './secret-forms.ts'

/** Takes secrets out of text. It learns new ones as they become known. */
export interface Redactor {
  /** From now on these are redacted, in every form that {@link secretForms} knows. */
  add(secrets: Iterable<string>): void
  /** The text with `(sensitive)` wherever a secret stands; overlapping ones become one. */
  redact(text: string): string
}

/** What stands where a secret stood. */
export const redacted = '(sensitive)'

/** Forms are found by their first characters, so none is shorter. */
const keyLength = 4

/** A redactor that knows no secret yet. It takes time with the length of the text, hardly with the number of secrets. */
export function createRedactor(): Redactor {
  const known = new Set<string>()
  const formsByKey = new Map<number, string[]>()
  const addForm = (form: string): void => {
    if (form.length < keyLength || known.has(form)) return
    known.add(form)
    const key = keyAt(form, 0)
    const forms = formsByKey.get(key) ?? []
    // The longest first: it covers those it begins with.
    forms.splice(positionFor(form, forms), 0, form)
    formsByKey.set(key, forms)
  }
  return {
    add(secrets) {
      for (const secret of secrets) for (const form of secretForms(secret)) addForm(form)
    },
    redact: (text) => (known.size === 0 ? text : redactWith(formsByKey, text)),
  }
}

function positionFor(form: string, forms: readonly string[]): number {
  const position = forms.findIndex((other) => other.length < form.length)
  return position === -1 ? forms.length : position
}

function keyAt(text: string, at: number): number {
  return (
    (Math.imul(text.charCodeAt(at), 0x1003f) ^
      Math.imul(text.charCodeAt(at + 1), 0x9e3b1) ^
      Math.imul(text.charCodeAt(at + 2), 0x85ebd) ^
      Math.imul(text.charCodeAt(at + 3), 0xc2b2f)) >>>
    0
  )
}

function redactWith(formsByKey: ReadonlyMap<number, readonly string[]>, text: string): string {
  let result = ''
  let copied = 0
  let start = -1
  let end = -1
  for (let at = 0; at + keyLength <= text.length; at++) {
    const form = formsByKey.get(keyAt(text, at))?.find((each) => text.startsWith(each, at))
    if (form === undefined) continue
    if (at >= end) {
      if (start !== -1) result += text.slice(copied, start) + redacted
      if (start !== -1) copied = end
      start = at
    }
    end = Math.max(end, at + form.length)
  }
  return start === -1 ? text : result + text.slice(copied, start) + redacted + text.slice(end)
}
