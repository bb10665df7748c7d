import type { Provider } from '../../../src/plan/provider.ts'
import { specField } from '../../../src/providers/spec-field.ts'
import { hasUnknown, reveal } from '../../../src/expressions/value.ts'
import { isJsonObject } from '../../../src/events/json.ts'
import { recordedAttributes } from '../../../src/plan/recorded-value.ts'
import { applyFake, assumeFake, probeFake } from './apply-fake.ts'
import { planFake } from './plan-fake.ts'
import type { FakeOptions } from './fake-options.ts'

/** The kind Fake; see docs/fake-provider.md for what it promises. */
export function createFakeProvider(options: FakeOptions): Provider {
  const { kind = 'Fake', canCoexist = true, bounded = true, runsPrograms = false, readsWorld = false, earlyFields = [] } = options
  return {
    kind,
    earlyFields,
    canCoexist,
    bounded,
    runsPrograms,
    isGate: false,
    remakesWhole: true,
    examine: ({ spec }) => {
      const name = specField(spec, 'owns')
      const owned = name === undefined || hasUnknown(name) ? null : reveal(name)
      const fields = isJsonObject(reveal(spec)) ? Object.keys(reveal(spec) ?? {}) : []
      const owns = typeof owned === 'string' ? [{ key: `fake:${owned}`, description: `the fake ${owned}`, certainty: 'deterministic' as const }] : []
      return Promise.resolve({ diagnostics: [], owns, outputNames: ['id', 'generation', ...fields], readsWorld, sources: {} })
    },
    plan: async (request, context) => {
      if (runsPrograms) options.world.started('plan', request.address, await context.childEnvironment())
      return planFake(options, request, context)
    },
    apply: async (request, context) => {
      if (runsPrograms) options.world.started('apply', request.address, await context.childEnvironment())
      return applyFake(options, request, context)
    },
    probe: (request, context) => probeFake(options, request, context),
    recordedSpec: recordedAttributes,
    assume: (request, id) => Promise.resolve(assumeFake(options, request, id)),
  }
}
