import { Sensitive } from '../../../src/expressions/value.ts'
import { describeProviderConformance } from '../../rig/conformance-kit.ts'
import { CommandWorld, serviceSpec } from './command-world.ts'

describeProviderConformance('Command', async () => {
  const world = await new CommandWorld().open()
  return {
    provider: world.provider,
    projectRoot: '/project',
    workFolder: '/work',
    specs: {
      first: serviceSpec({ size: 1 }),
      changed: serviceSpec({ size: 2 }),
      replaced: serviceSpec({ size: 3 }, ['create', 'read', 'delete']),
      secret: { spec: { ...serviceSpec({}), inputs: { size: 1, password: new Sensitive('correct horse') } }, texts: ['correct horse'] },
    },
    snapshot: () => world.snapshot(),
    vanish: () => world.things.clear(),
    tamper: () => {
      for (const id of world.things.keys()) world.things.set(id, { size: 99 })
    },
    breakReads: () => {
      world.readAnswers = { code: 1, stderr: 'the service does not answer' }
    },
  }
})
