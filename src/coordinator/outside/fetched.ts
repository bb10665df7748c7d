/** What was fetched, or why nothing was; `message` goes on after "could not be had: " and holds no value. */
export type Fetched<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string; readonly hint?: string; readonly interrupted?: boolean }
