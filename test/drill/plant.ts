import type { KnownBug } from './known-bugs.ts'

/** The source with the bug in it. Throws where its text does not stand there exactly once: then the entry is to be brought up to date. */
export function plant(source: string, { name, file, text, bug }: Pick<KnownBug, 'name' | 'file' | 'text' | 'bug'>): string {
  const times = source.split(text).length - 1
  if (times !== 1) throw new Error(`"${name}" cannot be planted: its text stands ${times} times in ${file}`)
  // A function, because `$` means something in a replacement text.
  return source.replace(text, () => bug)
}
