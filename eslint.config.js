import tseslint from 'typescript-eslint'

/** Effects live in adapters and wiring roots only. */
const effectsElsewhere = {
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          group: ['node:fs', 'node:fs/*', 'node:child_process', 'node:http', 'node:net', 'node:sqlite', 'fs', 'child_process', 'http'],
          message: 'effects go through a port: see src/ports and src/adapters',
        },
      ],
    },
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'take the Clock port' },
    { object: 'Math', property: 'random', message: 'take the Random port' },
    { object: 'process', property: 'env', message: 'only the wiring root reads the environment' },
    { object: 'process', property: 'exit', message: 'only the wiring root ends the process' },
    { object: 'performance', property: 'now', message: 'take the Clock port' },
  ],
  'no-restricted-globals': [
    'error',
    { name: 'setTimeout', message: 'take the Clock port' },
    { name: 'setInterval', message: 'take the Clock port' },
    { name: 'fetch', message: 'take the Http port' },
    { name: 'console', message: 'emit an event; only cli/render prints' },
  ],
  'no-restricted-syntax': ['error', { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'take the Clock port' }],
}

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'src/generated', 'test/fixtures', 'examples', 'node_modules', 'bin', '*.config.js', '.dependency-cruiser.js'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      // It recurses without end over recursive unions that hold a class.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  { files: ['src/**/*.ts'], ignores: ['src/adapters/**', 'src/cli/main.ts'], rules: effectsElsewhere },
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
)
