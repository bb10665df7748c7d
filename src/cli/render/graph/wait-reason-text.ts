import type { WaitReason } from '../../../plan/dependency-graph.ts'
import { pathText } from '../diff-context.ts'
import { placeText } from '../place-text.ts'
import { referenceText } from '../reference-text.ts'

/** Why something waits, in one line without its place: `variables.vpc_id reads resources.network.outputs.vpc_id`. */
export function waitReasonText(reason: WaitReason): string {
  if (reason.kind === 'depends-on') return 'dependsOn'
  const reads = referenceText(reason.reads)
  return reason.path === null ? `reads ${reads}` : `${pathText(reason.path) || 'spec'} reads ${reads}`
}

/** The same below the name of what is waited for, which is not said again: `variables.vpc_id reads outputs.vpc_id`. */
export function shortReason(reason: WaitReason): string {
  if (reason.kind === 'depends-on') return waitReasonText(reason)
  const part = reason.reads.findIndex((step, index) => index > 1 && (step === 'outputs' || step === 'spec'))
  return waitReasonText(part < 0 ? reason : { ...reason, reads: reason.reads.slice(part) })
}

/** The same with its place. */
export function placedReason(reason: WaitReason): string {
  return `${waitReasonText(reason)} (${placeText(reason.at)})`
}
