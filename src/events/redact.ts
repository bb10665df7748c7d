import { secretForms } from './secret-forms.ts'

/** Takes secrets out of text. It learns new ones as they become known. */
export interface Redactor {
  /** From now on these are redacted, in every form that {@link secretForms} knows. */
  add(secrets: Iterable<string>): void
  /** The text with `(sensitive)` wherever a secret stands; overlapping ones become one. */
  redact(text: string): string
  /** Whether it knows any secret. */
  readonly knowsSecrets: boolean
}

/** What stands where a secret stood. */
export const redacted = '(sensitive)'

/** Forms are found by their first characters, so none is shorter. */
const keyLength = 4

/** Forms that begin alike, by their length, the longest first: it covers those it begins with. However many there are, each length is one look. */
type Alike = readonly { readonly length: number; readonly forms: Set<string> }[]

/** A redactor that knows no secret yet. It takes time with the length of the text, hardly with the number of secrets. */
export function createRedactor(): Redactor {
  const formsByKey = new Map<number, Alike>()
  const addForm = (form: string): void => {
    if (form.length < keyLength) return
    const key = keyAt(form, 0)
    const alike = formsByKey.get(key) ?? []
    const known = alike.find(({ length }) => length === form.length)
    known?.forms.add(form)
    if (known === undefined)
      formsByKey.set(
        key,
        [...alike, { length: form.length, forms: new Set([form]) }].sort((a, b) => b.length - a.length),
      )
  }
  return {
    add(secrets) {
      for (const secret of secrets) for (const form of secretForms(secret)) addForm(form)
    },
    redact: (text) => (formsByKey.size === 0 ? text : redactWith(formsByKey, text)),
    get knowsSecrets(): boolean {
      return formsByKey.size > 0
    },
  }
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

function redactWith(formsByKey: ReadonlyMap<number, Alike>, text: string): string {
  let result = ''
  let copied = 0
  let start = -1
  let end = -1
  for (let at = 0; at + keyLength <= text.length; at++) {
    const found = formsByKey.get(keyAt(text, at))?.find(({ length, forms }) => forms.has(text.slice(at, at + length)))
    if (found === undefined) continue
    if (at >= end) {
      if (start !== -1) result += text.slice(copied, start) + redacted
      if (start !== -1) copied = end
      start = at
    }
    end = Math.max(end, at + found.length)
  }
  return start === -1 ? text : result + text.slice(copied, start) + redacted + text.slice(end)
}
