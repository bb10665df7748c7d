import type { DependencyGraph, WaitReason } from '../../../plan/dependency-graph.ts'
import { documentFormatVersion } from '../json-documents.ts'
import { placeText } from '../place-text.ts'
import { referenceText } from '../reference-text.ts'

/** A graph for programs: `to` waits for `from`. Places are `file:line:column`. */
export function graphDocument({ environments, nodes, edges }: DependencyGraph): object {
  return {
    format_version: documentFormatVersion,
    environments,
    nodes: nodes.map(({ declaredAt, ...node }) => ({ ...node, declaredAt: placeText(declaredAt) })),
    edges: edges.map(({ reasons, ...edge }) => ({ ...edge, reasons: reasons.map(reasonDocument) })),
  }
}

/** One reason to wait, for programs. */
export function reasonDocument(reason: WaitReason): object {
  const at = placeText(reason.at)
  return reason.kind === 'depends-on' ? { kind: reason.kind, at } : { kind: reason.kind, path: reason.path, reads: referenceText(reason.reads), at }
}
