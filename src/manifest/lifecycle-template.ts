import { closest } from '../events/did-you-mean.ts'
import type { Diagnostic, Report } from '../events/diagnostic.ts'
import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'
import { specFields } from '../generated/spec-fields.ts'
import { durationMs } from './duration.ts'
import { ownValue, objectAt, stringList } from './json-parts.ts'
import type { ResourceKind } from './kinds.ts'
import type { Layers } from './layers.ts'
import type { OnRemove, ResourceTemplate } from './manifest.ts'
import { specPointer, specPointerPath } from './spec-pointer.ts'

/** Timers hold no more. */
const longestTimeoutDays = 24

/** Kinds of which something inside can be protected by itself. */
const kindsWithInside: readonly ResourceKind[] = ['TerraformStack']

/** The fields of `spec` in which changes can be ignored, and whether parts of them can. */
const ignorable: Readonly<Record<ResourceKind, { readonly fields: readonly string[]; readonly haveParts: boolean }>> = {
  File: { fields: ['content', 'source', 'template', 'mode'], haveParts: false },
  Command: { fields: ['inputs'], haveParts: true },
  TerraformStack: { fields: ['variables'], haveParts: true },
  HealthCheck: { fields: [], haveParts: false },
}

/** Kinds whose operations are programs, which can be ended. */
const kindsWithPrograms: readonly ResourceKind[] = ['Command', 'TerraformStack']

/** Kinds that only look, and what is said to a field of `lifecycle` that is about what a resource manages. */
const kindsThatLook: readonly ResourceKind[] = ['HealthCheck']
const aboutManaging: Readonly<Record<string, string>> = {
  preventDestroy: 'leave it out: taking the document away ends the check, and nothing else',
  onRemove: 'leave it out: taking the document away ends the check, and nothing else',
  ignoreChanges: 'leave it out: a check that changes is asked again, and nothing else happens',
  timeout: 'write spec.deadline for all attempts together, spec.timeout for each',
}

/** The lifecycle of a resource as its layers say it; what is not right is reported, with false. Its shape must be that of the schema. */
export function lifecycleTemplate(
  kind: ResourceKind,
  layers: Layers,
  report: Report,
): { readonly lifecycle: ResourceTemplate['lifecycle']; readonly valid: boolean } {
  const written = objectAt(layers.value, 'lifecycle')
  const problems = kindsThatLook.includes(kind)
    ? managing(kind, written, layers)
    : [...inner(kind, written, layers), ...pointers(kind, written, layers), ...timeout(kind, written, layers)]
  problems.forEach(report)
  const onRemove = ownValue(written, 'onRemove')
  const lifecycle = {
    preventDestroy: preventDestroyOf(ownValue(written, 'preventDestroy') ?? false),
    onFailure: onFailureOf(ownValue(written, 'onFailure')),
    onRemove: isOnRemove(onRemove) ? onRemove : null,
    ignoreChanges: stringList(written, 'ignoreChanges'),
    checkpoint: ownValue(written, 'checkpoint') === true,
    timeoutMs: durationMs(ownValue(written, 'timeout')),
  } as const
  return { lifecycle, valid: problems.length === 0 }
}

function preventDestroyOf(value: Json): ResourceTemplate['lifecycle']['preventDestroy'] {
  if (Array.isArray(value)) return (value as readonly Json[]).filter((item) => typeof item === 'string')
  return isJsonObject(value) || typeof value === 'number' ? false : (value as boolean | string)
}

function onFailureOf(value: Json | undefined): ResourceTemplate['lifecycle']['onFailure'] {
  return value === 'halt' || value === 'rollback' ? value : 'continue'
}

function isOnRemove(value: Json | undefined): value is OnRemove {
  return value === 'destroy' || value === 'forget' || value === 'refuse'
}

function managing(kind: ResourceKind, written: JsonObject, layers: Layers): readonly Diagnostic[] {
  return Object.entries(aboutManaging).flatMap(([field, hint]) => {
    const value = ownValue(written, field)
    if (value === undefined || value === null || value === false) return []
    const message = `a ${kind} manages nothing that lifecycle.${field} could be about`
    return [{ code: 'invalid-value', severity: 'error', message, hint, at: layers.locate(['lifecycle', field]) }]
  })
}

function inner(kind: ResourceKind, written: JsonObject, layers: Layers): readonly Diagnostic[] {
  if (!Array.isArray(ownValue(written, 'preventDestroy')) || kindsWithInside.includes(kind)) return []
  const message = `a ${kind} has nothing inside that patterns could name`
  return [{ code: 'invalid-value', severity: 'error', message, hint: 'write true or false', at: layers.locate(['lifecycle', 'preventDestroy']) }]
}

/** A pointer to nothing, or to what makes the thing what it is, would be a promise that is not kept. */
function pointers(kind: ResourceKind, written: JsonObject, layers: Layers): readonly Diagnostic[] {
  return stringList(written, 'ignoreChanges').flatMap((pointer, index) => {
    const problem = pointerProblem(kind, specPointerPath(pointer))
    return problem === null ? [] : [{ severity: 'error' as const, ...problem, at: layers.locate(['lifecycle', 'ignoreChanges', index]) }]
  })
}

function pointerProblem(kind: ResourceKind, [field = '', ...below]: readonly string[]): Pick<Diagnostic, 'code' | 'message' | 'hint'> | null {
  const { fields, haveParts } = ignorable[kind]
  const such = `what can be ignored of a ${kind}: ${fields.map((one) => specPointer([one])).join(', ')}`
  if (fields.includes(field)) {
    if (below.length === 0 || haveParts) return null
    return { code: 'invalid-value', message: `${specPointer([field])} has nothing below it`, hint: `write "${specPointer([field])}"` }
  }
  if (specFields[kind]?.includes(field) === true) {
    const message = `changes of ${specPointer([field])} cannot be ignored: they make it another ${kind}, or say how to work with it`
    return { code: 'invalid-value', message, hint: such }
  }
  const near = closest(field, fields)
  const hint = near === null ? such : `did you mean "${specPointer(haveParts ? [near, ...below] : [near])}"?`
  return { code: 'unknown-field', message: `a ${kind}'s spec has no field "${field}"`, hint }
}

/** A limit to what cannot be stopped would be a promise that is not kept. */
function timeout(kind: ResourceKind, written: JsonObject, layers: Layers): readonly Diagnostic[] {
  const ms = durationMs(ownValue(written, 'timeout'))
  const canBeEnded = kindsWithPrograms.includes(kind)
  if (ms === null || (canBeEnded && ms <= longestTimeoutDays * 86_400_000)) return []
  const problem = canBeEnded
    ? { message: `lifecycle.timeout must be at most ${longestTimeoutDays}d, not ${JSON.stringify(ownValue(written, 'timeout'))}` }
    : { message: `a ${kind} runs no program that a timeout could end`, hint: 'leave "timeout" out' }
  return [{ code: 'invalid-value', severity: 'error', ...problem, at: layers.locate(['lifecycle', 'timeout']) }]
}
