#!/bin/sh
':' //; exec node --max-semi-space-size=32 --min-semi-space-size=32 "$0" "$@"
// The line above is the shell's: a plan makes many values that soon go, and V8 is told of the room for them only when Node starts.
// To Node it is a text and a comment. Plain JavaScript that any Node can read, so that an old one gets an answer instead of a syntax error.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(
    'genesis needs Node.js 24 or newer; this is ' +
      process.version +
      '\n' +
      'run it as "npx genesis" in a checkout (its dependencies bring Node.js 24), or install a newer Node.js\n',
  )
  process.exit(1)
} else {
  import('../dist/main.cjs')
    .then((main) => main.done)
    .catch((error) => {
      if (error && error.code === 'ERR_MODULE_NOT_FOUND') process.stderr.write('genesis is not built: run "npm run build"\n')
      else process.stderr.write(String(error && error.stack) + '\n')
      process.exit(70)
    })
}
