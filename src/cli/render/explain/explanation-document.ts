import type { GraphEdge } from '../../../plan/dependency-graph.ts'
import type { ExplainedLayer, ExplainedReference, Explanation, Origin } from '../../../plan/explanation.ts'
import { reasonDocument } from '../graph/graph-document.ts'
import { documentFormatVersion } from '../json-documents.ts'
import { placeText } from '../place-text.ts'
import { referenceText } from '../reference-text.ts'

/** An explanation for programs; places are `file:line:column`. */
export function explanationDocument(explanation: Explanation): object {
  const versioned = { format_version: documentFormatVersion }
  if (explanation.kind === 'value') {
    const values = explanation.values.map((value) => ({
      ...value,
      at: placeText(value.at),
      layers: value.layers.map(layerDocument),
      references: value.references.map(referenceDocument),
    }))
    return { ...versioned, ...explanation, values }
  }
  if (explanation.kind === 'output') {
    const { declaredAt, readBy } = explanation
    return { ...versioned, ...explanation, declaredAt: declaredAt === null ? null : placeText(declaredAt), readBy: readBy.map(edgeDocument) }
  }
  const { declaration, waitsFor, neededBy } = explanation
  return {
    ...versioned,
    ...explanation,
    declaration: declaration === null ? null : { ...declaration, at: placeText(declaration.at) },
    waitsFor: waitsFor.map(edgeDocument),
    neededBy: neededBy.map(edgeDocument),
  }
}

function layerDocument(layer: ExplainedLayer): object {
  return { ...layer, at: placeText(layer.at) }
}

function referenceDocument({ reads, at, origin, value }: ExplainedReference): object {
  return { reads: referenceText(reads), at: placeText(at), origin: originDocument(origin), value }
}

function originDocument(origin: Origin): object {
  switch (origin.kind) {
    case 'declared':
      return { ...origin, at: placeText(origin.at), layers: origin.layers.map(layerDocument) }
    case 'output':
      return { ...origin, declaredAt: origin.declaredAt === null ? null : placeText(origin.declaredAt) }
    case 'project':
    case 'git':
    case 'other':
      return origin
    default:
      return origin satisfies never
  }
}

function edgeDocument({ reasons, ...edge }: GraphEdge): object {
  return { ...edge, reasons: reasons.map(reasonDocument) }
}
