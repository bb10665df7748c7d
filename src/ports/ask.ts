/** What became of a question. */
export type Answer =
  | { readonly kind: 'typed'; readonly text: string }
  /** No person is there, or the line was closed. */
  | { readonly kind: 'nobody' }
  /** Whoever was asked stopped the program instead. */
  | { readonly kind: 'interrupted' }

/** Asks a person and waits for one line; the signal ends the waiting. */
export type Ask = (question: string, signal: AbortSignal) => Promise<Answer>
