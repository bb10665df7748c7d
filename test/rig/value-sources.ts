import type { SourceOrigin, ValueSource } from '../../src/manifest/value-source.ts'
import { somewhere } from './declaration-builder.ts'

function source(origin: SourceOrigin, pointer: string | null): ValueSource {
  return { origin, pointer, folder: 'environments', at: somewhere }
}

/** A value from a variable. */
export function fromEnv(name: string, pointer: string | null = null): ValueSource {
  return source({ kind: 'variable', name }, pointer)
}

/** A value from a file; a relative path starts at `environments/`. */
export function fromFile(path: string, pointer: string | null = null): ValueSource {
  return source({ kind: 'file', path }, pointer)
}

/** What a program prints that was installed under its name. */
export function fromCommand(argv: readonly [string, ...string[]], pointer: string | null = null): ValueSource {
  return source({ kind: 'program', argv }, pointer)
}
