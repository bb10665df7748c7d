import type { Row } from './database.ts'
import { parseJson, text } from './row.ts'

/** Texts that are remembered. Where rows differ more than that, remembering them saves nothing. */
const mostTexts = 256

/** JSON in columns that mostly say the same in every row: each text is parsed once. What it gives is shared, so nobody may change it. */
export class RepeatedJson {
  readonly #known = new Map<string, unknown>()

  /** The JSON in a column, as the type it was written from. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the type that it wrote
  read<T>(row: Row, column: string): T {
    const source = text(row, column)
    if (this.#known.has(source)) return this.#known.get(source) as T
    const value = parseJson<T>(source, column)
    if (this.#known.size < mostTexts) this.#known.set(source, value)
    return value
  }
}
