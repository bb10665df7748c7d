import { describe } from 'vitest'
import { Sensitive } from '../../../src/expressions/value.ts'
import { describeProviderConformance } from '../conformance-kit.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { failing } from './fake-behaviour.ts'
import { createFakeProvider } from './fake-provider.ts'
import { FakeWorld } from './fake-world.ts'

describe.each([{ canCoexist: true }, { canCoexist: false }])('with $canCoexist for canCoexist', ({ canCoexist }) => {
  describeProviderConformance('Fake', () => {
    const world = new FakeWorld()
    const replaceFields = ['zone']
    return {
      provider: createFakeProvider({ world, clock: new VirtualClock(), canCoexist, replaceFields, normalised: { name: 'lower-case', tags: 'sorted' } }),
      projectRoot: '/project',
      workFolder: '/work',
      specs: {
        first: { name: 'Alpha', size: 1, zone: 'a', tags: ['x', 'a'] },
        changed: { name: 'ALPHA', size: 2, zone: 'a', tags: ['a', 'x'] },
        replaced: { name: 'Alpha', size: 1, zone: 'b', tags: [] },
        secret: { spec: { zone: 'a', password: new Sensitive('correct horse') }, texts: ['correct horse'] },
      },
      snapshot: () => world.objects.map(({ id, fields, generation }) => ({ id, fields, generation })),
      vanish: () => world.vanish('dev/thing'),
      tamper: () => world.drift('dev/thing', { size: 99 }),
      breakReads: () => world.script('dev/thing', failing('plan', Infinity)),
    }
  })
})
