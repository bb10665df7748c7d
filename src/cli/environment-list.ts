/** The environments that a word names, `dev,staging`; null for none, which stands for all of them. */
export function environmentList(word: string | null): readonly string[] | null {
  return word === null ? null : [...new Set(word.split(','))]
}
