/** A real thing that a resource owns. Two resources that own one thing are an error. */
export interface Ownership {
  /** Names the thing the same way whoever claims it: `file:/srv/app.json`, `backend:s3:bucket/key`. */
  readonly key: string
  /** The same for people: `the file out/app.json`. */
  readonly description: string
  /**
   * How sure the name is. *deterministic*: known from the spec alone. *keyed*: the thing carries a key of ours. *opaque*: its name is
   * known only after it was made.
   */
  readonly certainty: 'deterministic' | 'keyed' | 'opaque'
}
