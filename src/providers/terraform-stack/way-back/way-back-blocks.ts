import type { InnerWayBack } from '../../../plan/compose-notes.ts'
import { stateIds } from '../planned/state-ids.ts'
import type { TerraformDiagnostic } from '../terraform/terraform-message.ts'

/** A block that leads something back: from the address that it has now, or by its id. */
export type WayBackBlock =
  { readonly kind: 'moved'; readonly from: string; readonly to: string } | { readonly kind: 'import'; readonly to: string; readonly id: string }

/** No override file, for Terraform refuses such blocks there; behind all others, so that it names ours when two of them contradict each other. */
export const wayBackFile = 'zz_genesis_way_back.tf'

const key = String.raw`(?:\[(?:\d+|"(?:[^"\\\n]|\\.)*")\])?`
const name = String.raw`[\p{ID_Start}_][\p{ID_Continue}-]*`
const addressPattern = new RegExp(String.raw`^(?:module\.${name}${key}\.)*${name}\.${name}${key}$`, 'u')

/** The blocks for a way back. What has no id, or is called what no configuration can say, has none. */
export function wayBackBlocks({ moved, forgotten }: InnerWayBack): readonly WayBackBlock[] {
  const moves = moved.map(({ from, to }): WayBackBlock => ({ kind: 'moved', from, to }))
  const imports = forgotten.flatMap(({ address, id }): readonly WayBackBlock[] => (id === null ? [] : [{ kind: 'import', to: address, id }]))
  return [...moves, ...imports].filter((block) => addressesOf(block).every((address) => addressPattern.test(address)) && hasPlainId(block))
}

/** Four lines each. */
const linesOfBlock = 4

/** The text of the file. */
export function wayBackText(blocks: readonly WayBackBlock[]): string {
  return blocks
    .map((block) => {
      const said = block.kind === 'moved' ? [`from = ${block.from}`, `to = ${block.to}`] : [`to = ${block.to}`, `id = ${quoted(block.id)}`]
      return `${block.kind} {\n${said.map((line) => `  ${line}\n`).join('')}}\n`
    })
    .join('')
}

/** The blocks that Terraform complains about, by their place in the file, by an address in its words, or, where a provider speaks, by an id. */
export function blamedBlocks(blocks: readonly WayBackBlock[], said: readonly TerraformDiagnostic[]): ReadonlySet<WayBackBlock> {
  const errors = said.filter(({ severity }) => severity === 'error')
  const lines = errors.flatMap(({ range }) => (range?.filename.endsWith(wayBackFile) === true ? [range.start.line] : []))
  const atPlace = lines.flatMap((line) => blocks[Math.floor((line - 1) / linesOfBlock)] ?? [])
  if (atPlace.length > 0) return new Set(atPlace)
  const words = errors.map(({ summary, detail }) => `${summary}\n${detail}`).join('\n')
  const named = blocks.filter((block) => addressesOf(block).some((address) => speaksOf(words, address)))
  return new Set(named.length > 0 ? named : blocks.filter((block) => block.kind === 'import' && speaksOf(words, block.id)))
}

/**
 * The same blocks, with a move in place of an import where the state has the thing under another address by then: it was taken over by
 * other means, and would be deleted there while it is imported here.
 */
export function foundElsewhere(blocks: readonly WayBackBlock[], state: string): readonly WayBackBlock[] {
  const ids = stateIds(state)
  return blocks.map((block) => {
    if (block.kind === 'moved') return block
    const from = [...ids].find(([address, own]) => address !== block.to && own.has(block.id) && typeOf(address) === typeOf(block.to))?.[0]
    return from === undefined ? block : { kind: 'moved', from, to: block.to }
  })
}

function addressesOf(block: WayBackBlock): readonly string[] {
  return block.kind === 'moved' ? [block.from, block.to] : [block.to]
}

/** Whether the address stands there by itself, and not as a part of another one. */
function speaksOf(words: string, address: string): boolean {
  for (let at = words.indexOf(address); at !== -1; at = words.indexOf(address, at + 1)) {
    if (!/[\w.-]$/u.test(words.slice(0, at)) && !/^(?:[\w[-]|\.\w)/u.test(words.slice(at + address.length))) return true
  }
  return false
}

function hasPlainId(block: WayBackBlock): boolean {
  return block.kind === 'moved' || !/\p{Cc}/u.test(block.id)
}

/** A text in which nothing is evaluated. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/gu, '$&$&')
}

function typeOf(address: string): string {
  return (
    address
      .replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/gu, '')
      .split('.')
      .at(-2) ?? ''
  )
}
