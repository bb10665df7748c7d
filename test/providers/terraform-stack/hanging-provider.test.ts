import { describe, expect, it } from 'vitest'
import { labModule } from '../../rig/terraform-provider/lab-module.ts'
import { Lab } from '../../rig/terraform-provider/lab.ts'
import { VirtualClock } from '../../rig/virtual-clock.ts'
import { hasTerraform, StackRig, withTerraform } from './stack-rig.ts'

const spec = { source: '../stacks/app', backend: 'genesis' }

describe.skipIf(!hasTerraform)(withTerraform('a provider that hangs'), () => {
  it('has two minutes after the interrupt; then its Terraform is killed, and nobody can tell what it did', async () => {
    const lab = await Lab.open()
    const rig = new StackRig({ 'stacks/app/main.tf': labModule({ objects: { a: { value: 'x' } } }) })
    rig.environment = lab.environment
    const change = await rig.planned(spec)
    const clock = new VirtualClock()
    rig.provider = rig.makeProvider(clock)
    lab.ledger.script({ operation: 'create', name: 'a', does: { kind: 'hang', when: 'after' } })
    const stop = new AbortController()
    const state = { ended: false }
    const applied = rig.apply(spec, change, stop.signal).finally(() => (state.ended = true))
    await lab.ledger.called({ operation: 'create', name: 'a', hangs: true })
    stop.abort()
    // Terraform says so when the interrupt has reached it.
    await rig.logged('Stopping operation')
    await clock.advance(119_999)
    expect(state.ended).toBe(false)
    await clock.advance(1)
    const outcome = await applied
    lab.ledger.release()
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'interrupted', transient: false, indeterminate: true } })
    expect(outcome.ok ? '' : outcome.failure.message).toContain('what it made in its last 20 seconds may be missing in the state')
    expect(clock.sleepers).toBe(0)
  })
})
