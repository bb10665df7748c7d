import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expression, labModule } from '../../rig/terraform-provider/lab-module.ts'
import { phases, type CrashPoint, type Phase } from './crash-point.ts'
import { thingProgram } from './thing-program.ts'

/** What a resource of the system is. `kept`: a stack whose state Genesis keeps; `own`: one with a state server of its own. */
export type Sort = 'kept' | 'own' | 'thing' | 'file'

const counts: Readonly<Record<Sort, number>> = { kept: 6, own: 4, thing: 20, file: 20 }

/** A system of fifty steps: stacks, commands and files that wait for each other. */
export interface Member {
  readonly name: string
  readonly sort: Sort
  readonly number: number
}

export const members: readonly Member[] = (Object.keys(counts) as Sort[]).flatMap((sort) =>
  Array.from({ length: counts[sort] }, (_, index) => ({ name: `${sort}-${index + 1}`, sort, number: index + 1 })),
)

/** The phases that a step of a sort comes through when it is created. */
export function phasesOf(sort: Sort): readonly Phase[] {
  const isStack = sort === 'kept' || sort === 'own'
  return phases.filter((phase) => {
    if (phase === 'planning') return isStack
    if (phase.startsWith('program-')) return sort !== 'file'
    if (phase === 'state-written') return sort === 'kept'
    return phase.startsWith('state-') ? isStack : true
  })
}

/** Every phase of every step. */
export function everyPoint(): readonly CrashPoint[] {
  return members.flatMap(({ name, sort }) => phasesOf(sort).map((phase) => ({ step: name, phase })))
}

/** Every phase of every stack, and every phase of commands and of files on two steps each, so that each is struck early and late. */
export function chosenPoints(): readonly CrashPoint[] {
  return members.flatMap(({ name, sort, number }) => {
    const all = phasesOf(sort)
    const own = sort === 'kept' || sort === 'own' ? all : all.filter((_, index) => index % (counts[sort] / 2) === (number - 1) % (counts[sort] / 2))
    return own.map((phase) => ({ step: name, phase }))
  })
}

/**
 * Every stack, killed after its Terraform made something that no state has, then at each moment of bringing that state home and recording it.
 */
export function chosenChains(): readonly (readonly CrashPoint[])[] {
  const stacks = members.filter(({ sort }) => sort === 'kept')
  const moments: readonly Phase[] = ['state-before', 'state-written', 'state-after', 'begin-durable', 'end-written', 'end-durable']
  return stacks.map(({ name }, index) => [
    { step: name, phase: 'effect-after' },
    { step: name, phase: moments[index % moments.length] ?? 'state-before' },
  ])
}

/** Where the system stands. */
export interface Site {
  /** The project's folder. */
  readonly project: string
  /** What the commands make things in. */
  readonly things: string
  /** The base of the state server. */
  readonly states: string
}

/** Writes the documents, the module and the program. */
export function writeSystem(site: Site): void {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(site.project, path)), { recursive: true })
    writeFileSync(join(site.project, path), text)
  }
  write('genesis.yaml', 'apiVersion: genesis/v1\nkind: Project\nmetadata: { name: crash, id: "c4a54c4a" }\n')
  write('environments/dev.yaml', 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec: {}\n')
  write('system/system.yaml', members.map((member) => document(member, site)).join('---\n'))
  write('stacks/pair/main.tf', pair)
  write('thing.sh', thingProgram)
  chmodSync(join(site.project, 'thing.sh'), 0o755)
}

/** Two objects, one after the other. */
const pair = labModule({
  variables: ['name', 'input'],
  objects: {
    a: { name: expression('"${var.name}-a"'), value: expression('var.input') },
    b: { name: expression('"${var.name}-b"'), value: expression('lab_object.a.id') },
  },
  outputs: { id: expression('lab_object.b.id'), first: expression('lab_object.a.id') },
})

function document(member: Member, site: Site): string {
  return `apiVersion: genesis/v1\nkind: ${kindOf(member)}\nmetadata: { name: ${member.name} }\nspec:\n${spec(member, site)}`
}

function kindOf({ sort }: Member): string {
  return sort === 'file' ? 'File' : sort === 'thing' ? 'Command' : 'TerraformStack'
}

function spec(member: Member, { things, states }: Site): string {
  const { name, sort, number } = member
  const input = inputOf(member)
  switch (sort) {
    case 'kept':
    case 'own': {
      const url = `${states}/${name}`
      const backend = sort === 'kept' ? 'genesis' : `{ type: http, config: { address: "${url}", lock_address: "${url}", unlock_address: "${url}" } }`
      return `  source: ../stacks/pair\n  backend: ${backend}\n  variables: { name: ${name}, input: '${input}' }\n`
    }
    case 'thing': {
      const argv = (verb: string): string => `[../thing.sh, ${verb}, ${name}, "${things}"]`
      // Every second one cannot be looked up.
      const read = number % 2 === 0 ? '' : `  read: ${argv('read')}\n`
      return `  inputs: { from: '${input}' }\n  create: ${argv('create')}\n${read}`
    }
    case 'file':
      return `  path: ../out/${name}.txt\n  content: '${name} of ${input}'\n`
    default:
      return sort satisfies never
  }
}

/** What a member gets from the one it waits for. */
function inputOf(member: Member): string {
  const before = upstreamOf(member)
  return before === null ? 'nothing' : `\${resources["${before}"].outputs.id}`
}

function upstreamOf({ sort, number }: Member): string | null {
  switch (sort) {
    case 'kept':
      return [null, null, null, 'kept-1', 'own-1', 'kept-4'][number - 1] ?? null
    case 'own':
      return [null, null, 'kept-2', 'own-3'][number - 1] ?? null
    case 'thing':
      return number <= 10 ? null : number <= 16 ? `kept-${number - 10}` : `own-${number - 16}`
    case 'file':
      return number <= 8 ? null : number <= 14 ? `kept-${number - 8}` : `thing-${number - 4}`
    default:
      return sort satisfies never
  }
}
