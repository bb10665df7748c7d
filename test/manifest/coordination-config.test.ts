import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../src/events/diagnostic.ts'
import { defaultCoordinationConfig, readCoordinationConfig, type CoordinationConfig } from '../../src/manifest/coordination-config.ts'
import { readYaml } from '../../src/manifest/read-yaml.ts'
import { shownText } from './small-project.ts'

function read(text: string): { config: CoordinationConfig | null; shown: string } {
  const file = { path: 'config/coordination.yaml', text }
  const diagnostics: Diagnostic[] = []
  const config = readCoordinationConfig(file, readYaml, (diagnostic) => diagnostics.push(diagnostic))
  return { config, shown: shownText(diagnostics, [file]) }
}

describe('readCoordinationConfig', () => {
  it('gives the defaults without a file', () => {
    expect(readCoordinationConfig(null, readYaml, () => expect.unreachable())).toEqual(defaultCoordinationConfig)
  })

  it.each([[''], ['# nothing\n'], ['coordination:\n  # max_concurrent_operations: 3\n'], ['coordination: {}\n']])('gives the defaults for %j', (text) => {
    expect(read(text)).toEqual({ config: defaultCoordinationConfig, shown: '' })
  })

  it('ships a file that shows every default', () => {
    const text = readFileSync(join(import.meta.dirname, '../../config/coordination.yaml'), 'utf8')
    expect(read(text)).toEqual({ config: defaultCoordinationConfig, shown: '' })
    const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas/coordination.json'), 'utf8'))
    const fields = [...JSON.stringify(schema).matchAll(/"([a-z_A-Z]+)":\{"description"/g)].map(([, name]) => name)
    expect(fields.length).toBeGreaterThan(10)
    for (const field of fields) expect(text).toMatch(new RegExp(`^ *${String(field)}:`, 'm'))
  })

  it('reads every setting', () => {
    const text = `coordination:
  max_concurrent_operations: 3
  operation_timeout: 1.5
  retry_policy: { max_retries: 0, backoff_multiplier: 1.5 }
  resource_limits: { vm_pools: 1, agents_per_pool: 2, concurrent_migrations: 0 }
  store: { allowLocal: true, backup: null }
  checkpoints: { keep: 7 }
`
    expect(read(text).config).toEqual({
      maxConcurrentOperations: 3,
      operationTimeoutMs: 1500,
      retryPolicy: { maxRetries: 0, backoffMultiplier: 1.5 },
      resourceLimits: { vmPools: 1, agentsPerPool: 2, concurrentMigrations: 0 },
      store: { allowLocal: true, backup: null },
      checkpoints: { keep: 7 },
    })
  })

  it('says what is wrong, all at once', () => {
    const { config, shown } = read(`coordination:
  max_concurent_operations: 3
  operation_timeout: 0
  retry_policy: { max_retries: -1 }
  store: { postgres: {} }
`)
    expect(config).toBeNull()
    expect(shown).toBe(`error[unknown-field]: coordination has no field "max_concurent_operations"
 --> config/coordination.yaml:2:3
  |
2 |   max_concurent_operations: 3
  |   ^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: did you mean "max_concurrent_operations"?

error[invalid-value]: coordination.operation_timeout must be more than 0, not the number 0
 --> config/coordination.yaml:3:22
  |
3 |   operation_timeout: 0
  |                      ^

error[invalid-value]: coordination.retry_policy.max_retries must be at least 0, not the number -1
 --> config/coordination.yaml:4:32
  |
4 |   retry_policy: { max_retries: -1 }
  |                                ^^

error[not-yet-supported]: "postgres" is not yet supported
 --> config/coordination.yaml:5:12
  |
5 |   store: { postgres: {} }
  |            ^^^^^^^^

4 errors in 1 file
`)
  })

  it('refuses several documents', () => {
    expect(read('coordination: {}\n---\ncoordination: {}\n').shown).toContain('error[config-invalid]: the configuration is one document, not several')
  })
})
