/** Content by its SHA-256: immutable, deduplicated, private. */
export interface Blobs {
  /** Stores the bytes durably and gives their digest as `sha256:<hex>`. */
  put(data: Uint8Array): Promise<string>
  /** Null when it is not there; a blob whose bytes do not match its digest counts as not there. */
  get(digest: string): Promise<Uint8Array | null>
}
