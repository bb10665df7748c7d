import { quoted } from './value-text.ts'

/** A path as an expression writes it: `resources.network.outputs.ids[0]`, `resources["a-b"].outputs`. */
export function referenceText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`
      if (!/^[A-Za-z_]\w*$/.test(step)) return `[${quoted(step)}]`
      return index === 0 ? step : `.${step}`
    })
    .join('')
}
