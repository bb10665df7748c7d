import { isJsonObject, type Json } from '../../../events/json.ts'
import { positionAt } from '../outline/position-at.ts'
import { readHclBlocks } from '../outline/hcl-blocks.ts'
import type { AssignedVariable } from './var-file.ts'

/** The variables that a `.tfvars` or `.tfvars.json` file gives values to. Never throws: Terraform reports what is wrong with its text. */
export function assignedVariables(path: string, text: string): readonly AssignedVariable[] {
  return path.endsWith('.json') ? ofJson(text) : ofHcl(text)
}

function ofHcl(text: string): readonly AssignedVariable[] {
  return readHclBlocks(text).attributes.map(({ name, text: written, literal, offset }) => ({
    name,
    text: written,
    position: positionAt(text, offset),
    ...(literal === undefined ? {} : { literal }),
  }))
}

function ofJson(text: string): readonly AssignedVariable[] {
  const root = parse(text)
  if (!isJsonObject(root)) return []
  return Object.entries(root).map(([name, value]) => {
    const offset = Math.max(0, text.search(new RegExp(`${literally(JSON.stringify(name))}\\s*:`, 'u')))
    return { name, literal: value, text: JSON.stringify(value), position: positionAt(text, offset) }
  })
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&')
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}
