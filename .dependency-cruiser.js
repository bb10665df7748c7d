/** One rule per arrow of docs/architecture.md; the comment is for whoever trips over it. */
const rooms = (...names) => `^src/(${names.join('|')})/`
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

export default {
  forbidden: [
    forbid('no-cycles', 'Modules that import each other cannot be understood one at a time: move what both need below both.', {}, { circular: true }),
    forbid(
      'ports-stand-alone',
      'A port is a contract: it knows events and the shapes it carries, never a stage that uses it.',
      { path: rooms('ports') },
      { path: '^src/(apply|providers|adapters|cli|coordinator|manifest|graph)' },
    ),
    forbid(
      'events-stand-alone',
      'Events are what every room speaks: they may name shapes of ports and plan, nothing else.',
      { path: rooms('events') },
      { path: '^src/(apply|providers|adapters|cli|coordinator|manifest|graph|expressions)' },
    ),
    forbid(
      'manifest-reads-text',
      'The manifest turns text into documents; what comes later must not reach back into it.',
      { path: rooms('manifest') },
      { path: '^src/(graph|plan|apply|providers|adapters|cli|coordinator)' },
    ),
    forbid(
      'expressions-are-pure',
      'Expressions know values and places in files, nothing of resources or plans.',
      { path: rooms('expressions') },
      { path: '^src/(manifest|graph|plan|apply|providers|adapters|cli|coordinator|ports)' },
    ),
    forbid('graph-is-pure', 'The graph works on numbers: it needs no other room.', { path: rooms('graph') }, { path: '^src/(?!graph/)' }),
    forbid(
      'plan-is-pure',
      'Planning turns data into data: what asks the world is the planning walk in apply/.',
      { path: rooms('plan') },
      { path: '^src/(apply|providers|adapters|cli|coordinator)' },
    ),
    forbid(
      'sources-are-files',
      'The sources of a project are files at one moment: who reads them knows what they mean.',
      { path: rooms('sources') },
      { path: '^src/(apply|providers|adapters|cli|coordinator|manifest|graph|expressions)' },
    ),
    forbid(
      'apply-through-ports',
      'Apply acts through ports and the provider contract, never through one kind or one adapter.',
      { path: rooms('apply') },
      { path: '^src/(providers|adapters|cli|coordinator)' },
    ),
    forbid(
      'providers-stand-alone',
      'A kind acts through ports; the engine calls it, not the other way round.',
      { path: rooms('providers') },
      { path: '^src/(apply|adapters|cli|coordinator)' },
    ),
    forbid(
      'kinds-do-not-share',
      'Each kind is a folder of its own: what two need lies beside the folders.',
      { path: '^src/providers/([^/]+)/' },
      { path: '^src/providers/[^/]+/', pathNot: '^src/providers/$1/' },
    ),
    forbid(
      'adapters-implement-ports',
      'An adapter knows its port and the shapes it carries, nothing of what the engine does with it.',
      { path: rooms('adapters') },
      { path: '^src/(apply|providers|cli|coordinator|manifest|graph)' },
    ),
    forbid(
      'adapters-only-from-wiring',
      'Only the wiring roots choose adapters, so that every test can choose others.',
      { path: '^src/', pathNot: '^src/(adapters/|cli/main\\.ts|server/main\\.ts|create-coordinator\\.ts)' },
      { path: rooms('adapters') },
    ),
    forbid(
      'cli-through-the-coordinator',
      'The command line has one door into the engine: SystemCoordinator and the shapes it gives.',
      { path: rooms('cli'), pathNot: '^src/cli/main\\.ts' },
      { path: '^src/(providers|adapters|graph)/' },
    ),
    forbid(
      'render-only-renders',
      'Renderers turn documents and events into text: they ask nobody for more.',
      { path: '^src/cli/render/' },
      { path: '^src/(coordinator|cli/commands|cli/[^/]+\\.ts|apply|manifest|providers)' },
    ),
    forbid(
      'coordinator-prints-nothing',
      'The coordinator answers with data; only the command line shows it.',
      { path: '^src/coordinator' },
      { path: '^src/(cli|adapters)/' },
    ),
    forbid('no-test-code', 'The product needs no test code.', { path: '^src/' }, { path: '^test/' }),
    forbid(
      'no-dev-packages',
      'What the product imports must be installed with it.',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
    forbid('no-unresolvable', 'The import leads nowhere.', { path: '^src/' }, { couldNotResolve: true, pathNot: '^src/generated' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
}
