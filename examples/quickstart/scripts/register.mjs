#!/usr/bin/env node
// A stand-in for some registry: it keeps its entries in out/registry.json.
// Genesis gives { inputs, recorded, key } on stdin and takes the outputs from stdout.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const folder = new URL('../out/', import.meta.url)
const file = new URL('registry.json', folder)
const { inputs } = JSON.parse(readFileSync(0, 'utf8'))

const load = () => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return { next: 1, entries: {} }
    throw error
  }
}
const save = (registry) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, JSON.stringify(registry, null, 2) + '\n')
}

const registry = load()
const action = process.argv[2]
if (action === 'create' || action === 'update') {
  const number = registry.entries[inputs.name]?.number ?? registry.next++
  registry.entries[inputs.name] = { number, config: inputs.config }
  save(registry)
}
if (action === 'delete') {
  delete registry.entries[inputs.name]
  save(registry)
} else {
  const entry = registry.entries[inputs.name]
  process.stdout.write(JSON.stringify(entry ? { name: inputs.name, number: entry.number, config: entry.config } : null))
}
