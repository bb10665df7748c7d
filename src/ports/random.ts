/** The only source of randomness. */
export interface Random {
  /** A new identifier that sorts by the time it was made; lower-case letters and digits only, at least 20 of them. */
  id(): string
  /** `bytes` unguessable bytes in lower-case hex: credentials, tokens. */
  secret(bytes: number): string
  /** A number in [0, 1), for jitter only. */
  fraction(): number
}
