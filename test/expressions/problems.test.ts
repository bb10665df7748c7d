import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compiled, outcomeOf, scope } from './evaluating.ts'

const roots = 'an expression begins with project, environment, resource, each, resources, environments, secrets, git'

describe('every mistake says what is wrong, where, and what to write', () => {
  it.each([
    // Paths that do not exist
    ['resources.netwrok.outputs.vpc_id', 'unknown-reference: no resource is named "netwrok" | did you mean "network"? @2-19'],
    ['resources["x"]', 'unknown-reference: no resource is named "x" | there is "network", "database", "my-app", "app-prod-eu", "vault" @2-16'],
    ['resources.network.outputs.vpc_Id', 'unknown-reference: "network" has no output named "vpc_Id" | did you mean "vpc_id"? @2-34'],
    ['environments["golbal"].resources', 'unknown-reference: no environment is named "golbal" | did you mean "global"? @2-24'],
    ['environments.global.resources.dms', 'unknown-reference: no resource of environment "global" is named "dms" | did you mean "dns"? @2-35'],
    ['environments.global.resources.dns.outputs.zone', 'unknown-reference: "dns" has no output named "zone" | there is "zone_id"; where it may be missing, ask for it with environments.global.resources.dns.outputs.?zone @2-48'], // prettier-ignore
    ['environment.variables.regoin', 'unknown-reference: no variable is named "regoin" | did you mean "region"? @2-30'],
    ['environment.variables["my-var"]', 'unknown-reference: no variable is named "my-var" | there is "size", "ratio", "region", "zones", "on", "nothing", "tags"; where it may be missing, ask for it with environment.variables[?"my-var"] @2-33'], // prettier-ignore
    ['environment.nmae', 'unknown-reference: environment has no "nmae" | did you mean "name"? @2-18'],
    ['environment.variables.zones[3]', 'unknown-reference: the list has 3 items, there is no [3] @2-32'],
    ['environment.variables.zones[-1]', 'unknown-reference: the list has 3 items, there is no [-1] | the last one is list[size(list) - 1] @2-33'],
    ['environment.variables.nothing.x', 'unknown-reference: null has no "x" | ask with has() or .? where it may be null @2-33'],
    ['environment.variables.size.x', 'expression-type: a value of type int has no "x" @2-30'],
    ['environment.variables.zones.name', 'expression-type: a list has no "name" | take one item, [0], or all of them: .map(item, item.name) @2-34'],
    ['environment.variables.zones["0"]', 'expression-type: a list is indexed by int, not by string @30-33'],
    ['{"a": {"b": 1}}.a.c', 'unknown-reference: there is no "c" in it | did you mean "b"? @2-21'],
    // Names nobody knows
    ['foo', `unknown-reference: nothing is named "foo" | ${roots}; text stands in quotes: "foo" @2-5`],
    ['resuorces.network', 'unknown-reference: nothing is named "resuorces" | did you mean "resources"? @2-11'],
    ['environment.name + x.y', `unknown-reference: nothing is named "x" | ${roots}; text stands in quotes: "x" @21-22`],
    ['each.key', 'unknown-reference: "each" does not exist here | "each" is there in spec and lifecycle of a resource with forEach @2-6'],
    [
      'secrets.db',
      'unknown-reference: "secrets" does not exist here | what can be read here: project, environment, resource, resources, environments, git @2-9',
    ],
    [
      'environment.variables.zones.map(environment, environment.name)',
      'expression-syntax: "environment" has a meaning already | give the variable another name @2-64',
    ],
    ['sise(environment.name)', 'unknown-reference: no function is named "sise" | did you mean "size"? @2-24'],
    ['environment.name.frobnicate()', 'unknown-reference: no function is named "frobnicate" @2-31'],
    ['contains(environment.name, "x")', 'expression-syntax: "contains" is called on a value | write text.contains(…), or item in list @2-33'],
    ['environment.name.int()', 'expression-syntax: "int" is a function | write int(…) @2-24'],
    ['startsWith("a", "b")', 'expression-syntax: "startsWith" is called on a value | write value.startsWith(…) @2-22'],
    ['size()', 'expression-type: "size" takes 1 argument, not 0 @2-8'],
    ['"a".substring(1, 2, 3)', 'expression-type: "substring" takes 1 or 2 arguments, not 3 @2-24'],
    ['has(environment)', 'expression-syntax: has() asks for a member | write has(environment.variables.name) @2-18'],
    // Names with a dash
    [
      'environments.prod-eu.resources.x',
      'expression-syntax: environments.prod is no number to subtract from | a "-" is a subtraction; write environments["prod-eu"] @2-34',
    ],
    ['resources.my-app.outputs.url', 'expression-syntax: resources.my is no number to subtract from | a "-" is a subtraction; write resources["my-app"] @2-30'],
    ['resources.app-2.outputs.url', 'expression-syntax: resources.app is no number to subtract from | a "-" is a subtraction; write resources["app-2"] @2-29'],
    ['environment.variables.my-name', 'unknown-reference: nothing is named "name" | a "-" is a subtraction; write environment.variables["my-name"] @27-31'],
    [
      'environment.variables.my-var',
      'expression-syntax: "var" is a word the language keeps for itself | a "-" is a subtraction; write environment.variables["my-var"] @27-30',
    ],
    // Habits of other languages
    ['var.region', 'expression-syntax: "var" is a word the language keeps for itself | variables of the environment are environment.variables.name @2-5'],
    [
      'local.x',
      'unknown-reference: nothing is named "local" | there are no locals: put it under variables of the environment, environment.variables.name @2-7',
    ],
    ['module.network.vpc_id', 'unknown-reference: nothing is named "module" | outputs of another resource are resources.name.outputs.output @2-8'],
    ['data.aws_ami.x', 'unknown-reference: nothing is named "data" | read data in a module and give it out as an output: resources.name.outputs.output @2-6'],
    ['length(environment.variables.zones)', 'unknown-reference: no function is named "length" | write size(…) @2-37'],
    ['lookup(environment.variables, "x")', 'unknown-reference: no function is named "lookup" | write map.?key.orValue(…) @2-36'],
    [
      '"${environment.name}-x"',
      'expression-syntax: "${…}" inside an expression is plain text | join texts with "+": "a-" + environment.name; for the characters themselves write "$" + "{" @2-25',
    ],
    ['"x" + ${environment.name}', 'expression-syntax: "$" is not expected here | this is inside an expression already: leave out "${" and "}" @8-9'],
    ['environment.name = "x"', 'expression-syntax: "=" is not expected here | write "==" to compare @19-20'],
    ['environment.name === "x"', 'expression-syntax: "=" is not expected here | "==" compares @21-22'],
    ['environment.variables.on and true', 'expression-syntax: "and" is not expected here | write "&&" @27-30'],
    ['environment.variables.on or true', 'expression-syntax: "or" is not expected here | write "||" @27-29'],
    ['not environment.variables.on', 'expression-syntax: "environment" is not expected here | write "!" @6-17'],
    ['environment.variables.on & true', 'expression-syntax: "&" is not expected here | write "&&" @27-28'],
    ['environment.variables.on | true', 'expression-syntax: "|" is not expected here | write "||" @27-28'],
    ['environment?.name', 'expression-syntax: "." is not expected here | an optional member is written .?name @14-15'],
    ['environment.name ?? "x"', 'expression-syntax: "?" is not expected here | a value for what is missing is written a.?b.orValue(…) @20-21'],
    ['if environment.variables.on then 1', 'expression-syntax: "if" is a word the language keeps for itself | a choice is written condition ? yes : no @2-4'],
    ['True', 'unknown-reference: nothing is named "True" | write true @2-6'],
    ['None', 'unknown-reference: nothing is named "None" | write null @2-6'],
    // What is no expression
    ['', 'expression-syntax: the expression is empty | write "$${" for the characters themselves @2-3'],
    ['  ', 'expression-syntax: the expression is empty | write "$${" for the characters themselves @2-4'],
    ['(environment.name', 'expression-syntax: ")" is expected, not the end @19-20'],
    ['environment.name)', 'expression-syntax: ")" is not expected here @18-19'],
    ['environment.', 'expression-syntax: a name is expected, not the end @14-15'],
    ['[1, 2', 'expression-syntax: "]" is expected, not the end @7-8'],
    ['"\\q"', 'expression-syntax: invalid escape sequence: \\q @3-5'],
    ['environment.name ? 1', 'expression-syntax: ":" is expected, not the end @22-23'],
    ['[1].map(2, 3)', 'expression-syntax: map(var, transform) invalid predicate iteration variable @10-11'],
    // Types
    ['"x" + 1', 'expression-type: "+" cannot take string and int | to join text, turn the other side into text with string(…) @2-9'],
    ['environment.name + 1', 'expression-type: "+" cannot take string and int | to join text, turn the other side into text with string(…) @2-22'],
    ['environment.variables.size + "1"', 'expression-type: "+" cannot take int and string | to join text, turn the other side into text with string(…) @2-34'],
    ['environment.variables.nothing + 1', 'expression-type: "+" cannot take null and int | one side is null: ask first, x == null ? … : … @2-35'],
    ['environment.name > 1', 'expression-type: ">" cannot take string and int | turn text into a number with int(…) or double(…) @2-22'],
    ['!environment.name', 'expression-type: "!" cannot take string @2-19'],
    ['environment.name && true', 'expression-type: each side of "&&" must be true or false, this is string @2-18'],
    ['environment.name ? 1 : 2', 'expression-type: the condition of "?:" must be true or false, this is string @2-18'],
    ['size(environment.variables.size)', 'expression-type: there is no size(int) @2-34'],
    ['environment.variables.size.startsWith("x")', 'expression-type: there is no int.startsWith(string) @2-44'],
    ['[1, 2].map(n, dyn(n)).join(",")', 'expression-type: there is no list.join(string) | it joins texts: .map(item, string(item)).join(…) @2-33'],
    ['environment.variables.size.map(x, x)', 'expression-type: "map" goes over a list or a map, this is int @2-28'],
    ['environment.variables.?size + 1', 'expression-type: an optional is not a value yet | say what to take where it is empty: .orValue("…") @2-33'],
    ['environment.variables.?size == null', 'expression-type: an optional is not a value yet | say what to take where it is empty: .orValue("…") @2-37'],
    ['type(1)', 'expression-type: a type is not a value that can be kept | compare it: type(x) == string @2-9'],
    ['{1.5: 2}', "expression-type: a map's key cannot be double @3-6"],
    // What fails by its values
    ['1 / 0', 'expression-failed: division by zero @2-7'],
    ['1 / (environment.variables.size - 3)', 'expression-failed: division by zero @2-37'],
    ['int("x")', 'expression-failed: int() cannot read "x" @2-10'],
    ['9007199254740993', 'expression-failed: the integer 9007199254740993 is beyond ±(2^53−1) | keep it as text: string(…) @2-18'],
    ['9223372036854775807 + 1', 'expression-failed: integer overflow: 9223372036854775808 @2-25'],
    ['-(-9223372036854775807 - 1)', 'expression-failed: integer overflow @2-28'],
    ['1.0 / 0.0', 'expression-failed: the result is no number: Infinity @2-11'],
    ['{"a": 1, "a": 2}', 'expression-failed: the key "a" stands twice in a map @11-14'],
    [
      '"a".matches("(?=b)")',
      'expression-failed: the pattern is wrong: invalid or unsupported Perl syntax: `(?=` | patterns have RE2 syntax: no look-ahead, no back-references @2-22',
    ],
    ['timestamp("2026-01-31T12:00:00")', 'expression-failed: "2026-01-31T12:00:00" is no timestamp | write it as in RFC 3339: 2026-01-31T12:00:00Z @2-34'],
    ['optional.none().value()', 'expression-failed: the optional is empty | use .orValue(…) @2-25'],
    ['"a".replace("", "b")', 'expression-failed: replace() cannot look for the empty text @2-22'],
    // Names that must be known
    [
      'resources[resources.network.outputs.vpc_id].outputs',
      'unknown-too-early: the name in brackets must be known before planning | it may be made of environment, project, resource and git values @12-44',
    ],
    [
      '["a"].map(n, resources[n].outputs)',
      'unknown-too-early: the name in brackets must be known before planning | it may be made of environment, project, resource and git values @25-26',
    ],
    [
      'resources[environment.variables.size].outputs',
      'unknown-too-early: the name in brackets is no text known before planning | it may be made of environment, project, resource and git values @12-38',
    ],
    ['environments[environment.variables.none].resources', 'unknown-reference: no variable is named "none" | there is "size", "ratio", "region", "zones", "on", "nothing", "tags"; where it may be missing, ask for it with environment.variables.?none @15-41'], // prettier-ignore
  ])('${%s}', (expression, expected) => expect(outcomeOf(`\${${expression}}`)).toBe(expected))

  it.each([
    [
      'x ${environment.variables.zones}',
      'expression-type: a list cannot stand inside text | make the expression the whole value, take one part of it, or join texts with .join(",") @4-31',
    ],
    [
      'x ${environment.variables.tags}',
      'expression-type: a map cannot stand inside text | make the expression the whole value, take one part of it, or join texts with .join(",") @4-30',
    ],
    ['x ${environment.variables.nothing}', 'expression-type: null cannot stand inside text | say what to write instead: x == null ? "…" : x @4-33'],
    ['x ${environment.variables.?none}', 'expression-type: null cannot stand inside text | say what to write instead: x == null ? "…" : x @4-31'],
    ['x ${environment.name', 'expression-syntax: "${" is not closed | add "}", or write "$${" for the characters themselves @2-4'],
    ['x ${a // b}', 'expression-syntax: "${" is not closed | add "}"; "//" begins a comment that goes to the end of the line @2-4'],
    ['${"a}', 'expression-syntax: a quoted text is not closed | add the closing " @2-3'],
  ])('%s', (template, expected) => expect(outcomeOf(template)).toBe(expected))

  it('all mistakes of a tree at once, each at its own place', () => {
    const { diagnostics } = compiled({ a: ['${foo}', 'x ${bar} ${1 +}'], '${b}': 1 })
    expect(diagnostics.map(({ at, message }) => `${at?.file ?? ''}@${at?.start.offset ?? 0} ${message}`)).toEqual([
      'a/0@2 nothing is named "foo"',
      'a/1@4 nothing is named "bar"',
      'a/1@14 the end is not expected here',
      '${b}@0 the key "${b}" holds an expression',
    ])
  })

  it('all failures of a tree at once', () => {
    const outcome = outcomeOf({ a: '${1 / 0}', b: ['x ${null} ${environment.nmae}'] })
    expect(typeof outcome === 'string' ? outcome.split('\n').map((line) => line.split(':')[0]) : outcome).toEqual([
      'expression-failed',
      'expression-type',
      'unknown-reference',
    ])
  })

  it('what is left out of the scope does not exist there', () => {
    const without = Object.fromEntries(Object.entries(scope).filter(([root]) => root !== 'resources'))
    expect(outcomeOf('${resources.network.outputs.vpc_id}', without)).toBe(
      'unknown-reference: "resources" does not exist here | what can be read here: project, environment, resource, environments, git @2-11',
    )
  })

  it('any text gives a value, a diagnostic or a failure', () => {
    const piece = fc.constantFrom(
      '${', '}', '{', '"', "'", 'environment', '.name', '.variables', '[', ']', '(', ')', '.map(x, ', 'x', ' ? ', ' : ', '1', '2.5', '1u', '-', '+', '*', '!', '==', '&&', '||', ',', 'null',
      'r"', 'b"', '\\', '\n', '//', '.?', '[?', '.orValue(', 'resources', '["network"]', '.outputs', 'has(', 'cel.bind(x, ', 'timestamp(', 'duration("1s")', '.matches(', 'ä', '\u0000',
    ) // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const outcome = outcomeOf(`\${${pieces.join('')}}`)
        if (typeof outcome === 'string') expect(outcome).toMatch(/^[a-z-]+: \S/)
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(outcomeOf(text)).toBeDefined()
      }),
    )
  })
})
