#!/usr/bin/env node
// Stands for a test against the deployed shop: the rendered configuration must name the address the app answers at.
import { readFileSync } from 'node:fs'

const { inputs } = JSON.parse(readFileSync(0, 'utf8'))
const config = JSON.parse(readFileSync(new URL('../' + inputs.config, import.meta.url), 'utf8'))
if (config.url !== inputs.url) {
  console.error(`the configuration names ${config.url}, but the app is at ${inputs.url}`)
  process.exit(1)
}
process.stdout.write(JSON.stringify({ passed: true, url: config.url }))
