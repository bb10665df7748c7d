import { Sensitive } from '../../../src/expressions/value.ts'
import { describeGateConformance, type GateSubject } from '../../rig/gate-conformance.ts'
import { CheckWorld, httpCheck } from './check-world.ts'

async function subject(specs: GateSubject['specs']): Promise<GateSubject> {
  const world = await new CheckWorld().open()
  const program = { healthy: true }
  world.processes.install('smoke', ({ stdin }) => ({ code: program.healthy ? 0 : 1, stdout: stdin }))
  return {
    provider: world.provider,
    projectRoot: '/project',
    workFolder: '/work',
    specs,
    asked: () => world.network.calls.length + world.network.connects.length + world.processes.starts.length,
    set: (state) => {
      program.healthy = state === 'healthy'
      world.network.answer(state === 'healthy' ? { status: 200, body: 'correct horse' } : { status: 500, body: 'correct horse' })
      if (state === 'unhealthy' && 'tcp' in (specs.first as object)) world.network.answer('refused')
    },
    settle: (promise) => world.settle(promise),
  }
}

const texts = ['correct horse']
const secret = new Sensitive('correct horse')

describeGateConformance('HealthCheck over HTTP', () =>
  subject({ first: httpCheck(), changed: httpCheck({ method: 'HEAD' }), secret: { spec: httpCheck({ headers: { 'x-token': secret } }), texts } }),
)

describeGateConformance('HealthCheck over TCP', () =>
  subject({
    first: { tcp: { host: 'db', port: 1 } },
    changed: { tcp: { host: 'db', port: 2 } },
    secret: { spec: { tcp: { host: secret, port: 1 }, failureThreshold: 1 }, texts },
  }),
)

describeGateConformance('HealthCheck by a program', () =>
  subject({
    first: { command: { run: ['smoke'] } },
    changed: { command: { run: ['smoke', '--all'] } },
    secret: { spec: { command: { run: ['smoke'], inputs: { token: secret } } }, texts },
  }),
)
