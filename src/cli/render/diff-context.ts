import { quoted } from './value-text.ts'

/** A path inside the attributes of a resource. */
export type AttributePath = readonly (string | number)[]

/** What a diff needs to know beside the two sides. */
export interface DiffContext {
  /** Whether the change at this place forces a replacement. */
  readonly forcesReplacement: (path: AttributePath) => boolean
  /** Whether the sensitive value at this place changes; null when nobody can tell from the plan. */
  readonly sensitiveChanges: (path: AttributePath) => boolean | null
  /** Unchanged attributes that are shown all the same, because people know the thing by them. */
  readonly landmarks: readonly string[]
}

/** What `diffContext` is made of. */
export interface DiffContextOptions {
  readonly replacePaths: readonly AttributePath[]
  /** JSON pointers of all that changes; null when it is not known. A pointer covers what is below it. */
  readonly changedPointers: readonly string[] | null
  readonly landmarks: readonly string[]
}

/** Makes the context of one resource's diff. */
export function diffContext(options: DiffContextOptions): DiffContext {
  const replacing = new Set(options.replacePaths.map(pointerOf))
  const changed = options.changedPointers
  return {
    forcesReplacement: (path) => replacing.has(pointerOf(path)),
    sensitiveChanges: (path) => (replacing.has(pointerOf(path)) ? true : changed === null ? null : changed.some((other) => related(other, pointerOf(path)))),
    landmarks: options.landmarks,
  }
}

/** The path as a JSON pointer (RFC 6901). */
export function pointerOf(path: AttributePath): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** A JSON pointer as people read paths: `variables.size`, `list[0]`, `tags["a b"]`. */
export function pathText(path: AttributePath): string {
  const text = path.map((step) => {
    if (typeof step === 'number' || /^\d+$/.test(step)) return `[${step}]`
    return /^[A-Za-z_][\w-]*$/.test(step) ? `.${step}` : `[${quoted(step)}]`
  })
  return text.join('').replace(/^\./, '')
}

/** The steps of a JSON pointer. */
export function pathOfPointer(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function related(left: string, right: string): boolean {
  return left === right || left.startsWith(`${right}/`) || right.startsWith(`${left}/`) || left === ''
}
