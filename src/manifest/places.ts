/** How a scalar is written. */
export const scalarStyles = { plain: 0, single: 1, double: 2, literal: 3, other: 4 } as const

/** What a record is about, beside the styles of scalars. */
export const collections = { map: 10, list: 11 } as const

/** Stands for a node that is not there: the value of `key:`. */
export const noNode = -1

/**
 * Where each part of a document stands, in numbers only, so that it takes little space and can be kept in a file. A record begins at an
 * index of the table: start, end and style for a scalar; start, end, `map`, and start and end of the key and the record of the value for each
 * key of the value, in the order of `Object.keys`; start, end, `list`, and the record of each item. Several records may lead to one: aliases.
 */
export interface Places {
  readonly table: readonly number[]
  /** The record of the whole document. */
  readonly root: number
}
