/** The files that a project reads when it does not say which, relative to its folder. */
export const defaultGlobs: readonly string[] = [
  'environments/*.yaml',
  'environments/*.yml',
  'system/**/*.yaml',
  'system/**/*.yml',
  'policies/*.yaml',
  'policies/*.yml',
]
