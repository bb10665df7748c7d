import type { Plugin } from 'esbuild'

/**
 * What commander takes from Node, without loading it: each of these modules takes 2 to 5 ms of every start, together half as much as an empty
 * program. Executables as sub-commands, which need the file system and processes, are not used here; help has no colours to strip.
 */
const standIns: Readonly<Record<string, string>> = {
  'node:child_process': 'export default {}',
  'node:fs': 'export default {}',
  'node:process': 'export default globalThis.process',
  'node:util': 'export const stripVTControlCharacters = (text) => text',
}

/** Bundles commander without the modules of Node that it never needs here. */
export const lightCommander: Plugin = {
  name: 'light-commander',
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path, importer }) => {
      const isCommanders = /[\\/]node_modules[\\/]commander[\\/]/.test(importer)
      return isCommanders && Object.hasOwn(standIns, path) ? { path, namespace: 'stand-in' } : undefined
    })
    build.onLoad({ filter: /^node:/, namespace: 'stand-in' }, ({ path }) => ({ contents: standIns[path] ?? '', loader: 'js' }))
  },
}
