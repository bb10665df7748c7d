/** How text is to be set. */
export interface TextStyle {
  /** Cells in a row; null where lines may be as long as they like: a file, a pipe. */
  readonly columns: number | null
  readonly color: boolean
  /** Whether anything beyond ASCII may be used for decoration. */
  readonly unicode: boolean
}

/** Where people's text goes. The wiring root implements it; `columns` and `rows` follow the window as it changes. */
export interface Terminal extends TextStyle {
  /** Whether a person watches and the cursor can be moved. */
  readonly interactive: boolean
  /** Rows of the window; null when it is not known. */
  readonly rows: number | null
  /** Takes text with line feeds at its line ends. Never throws. */
  write(text: string): void
}
