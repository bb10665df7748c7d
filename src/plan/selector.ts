/** A word of a selector and where it stands in its text. */
export interface SelectorWord {
  readonly text: string
  /** Offsets in UTF-16 units, end exclusive. */
  readonly start: number
  readonly end: number
}

/** One condition on the labels of a resource. `not-in` also holds where there is no such label, as with kubectl. */
export type Requirement =
  | { readonly kind: 'in' | 'not-in'; readonly key: SelectorWord; readonly values: readonly SelectorWord[] }
  | { readonly kind: 'exists' | 'missing'; readonly key: SelectorWord }

/** Conditions on labels, all of which must hold; there is at least one. */
export interface Selector {
  /** As it was written. */
  readonly text: string
  readonly requirements: readonly Requirement[]
}

/** Labels by their keys. */
export type Labels = Readonly<Record<string, string>>

/** Whether labels are what a selector asks for. */
export function matchesSelector({ requirements }: Selector, labels: Labels): boolean {
  return requirements.every((requirement) => holds(requirement, labels))
}

function holds(requirement: Requirement, labels: Labels): boolean {
  const value = labelOf(labels, requirement.key.text)
  switch (requirement.kind) {
    case 'exists':
      return value !== undefined
    case 'missing':
      return value === undefined
    case 'in':
      return value !== undefined && requirement.values.some(({ text }) => text === value)
    case 'not-in':
      return value === undefined || requirement.values.every(({ text }) => text !== value)
    default:
      return requirement satisfies never
  }
}

function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined
}
