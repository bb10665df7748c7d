/** A file `system/app.yaml` with a mistake, in a project with the environments dev and staging, and the whole text that a person sees. */
export interface BadInputCase {
  readonly name: string
  readonly text: string
  readonly shown: string
}

export const badInputCases: readonly BadInputCase[] = [
  {
    name: 'not YAML',
    text: `metadata: name: app
`,
    shown: `error[yaml-syntax]: a mapping cannot begin in the middle of a line
 --> system/app.yaml:1:11
  |
1 | metadata: name: app
  |           ^
  = hint: put it on lines of its own, or quote a text that holds ": "

1 error in 1 file
`,
  },
  {
    name: 'an unclosed quote',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: "out/app.txt
`,
    shown: `error[yaml-syntax]: missing closing "
 --> system/app.yaml:5:9
  |
5 |   path: "out/app.txt
  |         ^

1 error in 1 file
`,
  },
  {
    name: 'a control character',
    text: `a: \x00\x1b[31m
`,
    shown: `error[yaml-syntax]: the file holds the control character 0, which no YAML has
 --> system/app.yaml:1:4
  |
1 | a: \\u{0}\\u{1b}[31m
  |    ^^^^^
  = hint: is it a text file?

1 error in 1 file
`,
  },
  {
    name: 'a tab as indentation',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
	path: out
`,
    shown: `error[yaml-syntax]: a tab is used for indentation
 --> system/app.yaml:5:1
  |
5 |     path: out
  | ^^^^
  = hint: indent with spaces

1 error in 1 file
`,
  },
  {
    name: 'an unquoted ternary',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: out
  content: \${ready ? yes: no}
`,
    shown: `error[yaml-syntax]: a mapping cannot begin in the middle of a line
 --> system/app.yaml:6:12
  |
6 |   content: \${ready ? yes: no}
  |            ^
  = hint: quote the whole value, so that the expression is one text: "\${ready ? 1 : 2}"

1 error in 1 file
`,
  },
  {
    name: 'an unquoted ternary in a list',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create:
    - \${ready ? yes: no}
`,
    shown: `error[yaml-syntax]: ": " makes a key of "\${ready ? yes"
 --> system/app.yaml:6:7
  |
6 |     - \${ready ? yes: no}
  |       ^^^^^^^^^^^^^
  = hint: quote the whole value, so that the expression is one text: "\${ready ? 1 : 2}"

1 error in 1 file
`,
  },
  {
    name: 'an unquoted expression in a flow mapping',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec: { path: \${resource.name} }
`,
    shown: `error[yaml-syntax]: unexpected "{" after the value
 --> system/app.yaml:4:16
  |
4 | spec: { path: \${resource.name} }
  |                ^
  = hint: quote the whole value, so that the expression is one text: "\${ready ? 1 : 2}"

1 error in 1 file
`,
  },
  {
    name: 'double quotes inside of double quotes',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: "\${labels["tier"]}"
`,
    shown: `error[yaml-syntax]: unexpected "tier" after the value
 --> system/app.yaml:5:20
  |
5 |   path: "\${labels["tier"]}"
  |                    ^^^^^^^^
  = hint: inside double quotes, write the texts of an expression with single quotes: "\${labels['tier']}"

1 error in 1 file
`,
  },
  {
    name: 'a duplicate key',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec: { path: out/app.txt, content: hello }
spec: {}
`,
    shown: `error[yaml-duplicate-key]: the key "spec" stands twice in one mapping
 --> system/app.yaml:5:1
  |
5 | spec: {}
  | ^^^^
  = first here
 --> system/app.yaml:4:1
  |
4 | spec: { path: out/app.txt, content: hello }
  | ^^^^
  = hint: keep one of the two

1 error in 1 file
`,
  },
  {
    name: 'an alias bomb',
    text: `apiVersion: genesis/v1
kind: Environment
metadata: { name: prod }
spec:
 variables:
  a: &a [x,x,x,x,x,x,x,x,x,x]
  b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
  c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]
  d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]
  e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]
  f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]
  g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]
  h: &h [*g,*g,*g,*g,*g,*g,*g,*g,*g,*g]
  i: &i [*h,*h,*h,*h,*h,*h,*h,*h,*h,*h]
  j: &j [*i,*i,*i,*i,*i,*i,*i,*i,*i,*i]
`,
    shown: `error[yaml-alias]: the aliases of this file stand for more than 100,000 values
  --> system/app.yaml:10:31
   |
10 |   e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]
   |                               ^^

1 error in 1 file
`,
  },
  {
    name: 'a cyclic alias',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: a
  content: b
environments: &a [*a]
`,
    shown: `error[yaml-alias]: "*a" stands inside the value that it repeats
 --> system/app.yaml:7:19
  |
7 | environments: &a [*a]
  |                   ^^

1 error in 1 file
`,
  },
  {
    name: 'an alias of nothing',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec: { path: *nope, content: x }
`,
    shown: `error[yaml-alias]: no anchor is named "nope"
 --> system/app.yaml:4:15
  |
4 | spec: { path: *nope, content: x }
  |               ^^^^^
  = hint: put "&nope" before the value to repeat

1 error in 1 file
`,
  },
  {
    name: '20,000 nested brackets',
    text: '['.repeat(20_000),
    shown: `error[yaml-depth]: more than 100 collections inside one another
 --> system/app.yaml:1:102
  |
1 | …[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…
  |                                  ^

1 error in 1 file
`,
  },
  {
    name: '20,000 nested dashes',
    text: '- '.repeat(20_000),
    shown: `error[yaml-depth]: more than 100 collections inside one another
 --> system/app.yaml:1:203
  |
1 | …- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - …
  |                                  ^

1 error in 1 file
`,
  },
  {
    name: 'a merge key',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  <<: { path: a }
  path: b
  content: c
`,
    shown: `error[yaml-unsupported]: merge keys are not supported
 --> system/app.yaml:5:3
  |
5 |   <<: { path: a }
  |   ^^
  = hint: repeat a whole value with an alias, or write the fields out

1 error in 1 file
`,
  },
  {
    name: 'a tag',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec: { path: !!str 1, content: c }
`,
    shown: `error[yaml-unsupported]: tags are not supported
 --> system/app.yaml:4:15
  |
4 | spec: { path: !!str 1, content: c }
  |               ^^^^^^
  = hint: take the tag away; quote a value that is to be a string

1 error in 1 file
`,
  },
  {
    name: 'keys that are no strings',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec: { path: out/app.txt, content: hello }
overrides:
  1: {}
  ? [a]
  : {}
`,
    shown: `error[yaml-unsupported]: the key 1 is not a string
 --> system/app.yaml:6:3
  |
6 |   1: {}
  |   ^
  = hint: quote it: "1"

error[yaml-unsupported]: a key must be a string
 --> system/app.yaml:7:5
  |
7 |   ? [a]
  |     ^^^
  = hint: write the key as plain or quoted text

2 errors in 1 file
`,
  },
  {
    name: 'a YAML 1.1 directive',
    text: `%YAML 1.1
---
apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec: { path: out/app.txt, content: hello }
`,
    shown: `error[yaml-unsupported]: "%YAML 1.1" is not supported
 --> system/app.yaml:1:1
  |
1 | %YAML 1.1
  | ^^^^^^^^^
  = hint: the files are YAML 1.2: take the line away

1 error in 1 file
`,
  },
  {
    name: 'an integer that is too large',
    text: `apiVersion: genesis/v1
kind: Environment
metadata: { name: prod }
spec:
  variables: { account: 9007199254740993, code: 012345678901, version: 1.30, top: .inf }
`,
    shown: `error[number-out-of-range]: the integer 9007199254740993 cannot be kept exactly
 --> system/app.yaml:5:25
  |
5 |   variables: { account: 9007199254740993, code: 012345678901, version: 1.30, top: .inf }
  |                         ^^^^^^^^^^^^^^^^
  = hint: quote it if it is a text: "9007199254740993"

error[number-out-of-range]: 012345678901 would be read as the number 12345678901
 --> system/app.yaml:5:49
  |
5 |   variables: { account: 9007199254740993, code: 012345678901, version: 1.30, top: .inf }
  |                                                 ^^^^^^^^^^^^
  = hint: quote it if it is a text: "012345678901"

warning[number-out-of-range]: 1.30 is read as the number 1.3
 --> system/app.yaml:5:72
  |
5 |   variables: { account: 9007199254740993, code: 012345678901, version: 1.30, top: .inf }
  |                                                                        ^^^^
  = hint: quote it if it is a text: "1.30"

error[number-out-of-range]: .inf is not a number that can be kept
 --> system/app.yaml:5:83
  |
5 |   variables: { account: 9007199254740993, code: 012345678901, version: 1.30, top: .inf }
  |                                                                                   ^^^^
  = hint: quote it if it is a text: ".inf"

3 errors, 1 warning in 1 file
`,
  },
  {
    name: 'a document that is a list',
    text: `- a
- b
`,
    shown: `error[wrong-type]: a document must be a mapping, not a list
 --> system/app.yaml:1:1
  |
1 | - a
  | ^^^
  = hint: it begins with apiVersion, kind and metadata

1 error in 1 file
`,
  },
  {
    name: 'a document without a kind',
    text: `apiVersion: genesis/v1
metadata: { name: app }
`,
    shown: `error[missing-field]: the document has no kind
 --> system/app.yaml:1:1
  |
1 | apiVersion: genesis/v1
  | ^^^^^^^^^^
  = hint: the kinds are Project, Environment, File, Command, TerraformStack, HealthCheck

1 error in 1 file
`,
  },
  {
    name: 'an unknown kind',
    text: `apiVersion: genesis/v1
kind: TerrafromStack
metadata: { name: app }
`,
    shown: `error[unknown-kind]: no kind is named "TerrafromStack"
 --> system/app.yaml:2:7
  |
2 | kind: TerrafromStack
  |       ^^^^^^^^^^^^^^
  = hint: did you mean "TerraformStack"?

1 error in 1 file
`,
  },
  {
    name: 'a kind that is to come',
    text: `apiVersion: genesis/v1
kind: VmPool
metadata: { name: app }
`,
    shown: `error[not-yet-supported]: the kind VmPool is not yet supported
 --> system/app.yaml:2:7
  |
2 | kind: VmPool
  |       ^^^^^^

1 error in 1 file
`,
  },
  {
    name: 'another apiVersion',
    text: `apiVersion: genesis/v2
kind: File
metadata: { name: app }
spec: { path: out/app.txt, content: hello }
`,
    shown: `error[invalid-value]: apiVersion must be "genesis/v1", not "genesis/v2"
 --> system/app.yaml:1:13
  |
1 | apiVersion: genesis/v2
  |             ^^^^^^^^^^

1 error in 1 file
`,
  },
  {
    name: 'unknown fields',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
enviroments: [dev]
spec: { path: a, contnet: hello, zzz: 1 }
`,
    shown: `error[unknown-field]: a File has no field "enviroments"
 --> system/app.yaml:4:1
  |
4 | enviroments: [dev]
  | ^^^^^^^^^^^
  = hint: did you mean "environments"?

error[missing-field]: a File's spec needs "content", "source" or "template"
 --> system/app.yaml:5:1
  |
5 | spec: { path: a, contnet: hello, zzz: 1 }
  | ^^^^

error[unknown-field]: a File's spec has no field "contnet"
 --> system/app.yaml:5:18
  |
5 | spec: { path: a, contnet: hello, zzz: 1 }
  |                  ^^^^^^^
  = hint: did you mean "content"?

error[unknown-field]: a File's spec has no field "zzz"
 --> system/app.yaml:5:34
  |
5 | spec: { path: a, contnet: hello, zzz: 1 }
  |                                  ^^^
  = hint: its fields are path, content, source, template, mode

4 errors in 1 file
`,
  },
  {
    name: 'missing fields',
    text: `apiVersion: genesis/v1
kind: TerraformStack
metadata: {}
spec: {}
`,
    shown: `error[missing-field]: a TerraformStack needs metadata.name
 --> system/app.yaml:3:1
  |
3 | metadata: {}
  | ^^^^^^^^

error[missing-field]: a TerraformStack needs spec.source
 --> system/app.yaml:4:1
  |
4 | spec: {}
  | ^^^^

2 errors in 1 file
`,
  },
  {
    name: 'nothing where a mapping is expected',
    text: `apiVersion: genesis/v1
kind: TerraformStack
metadata: { name: app }
spec:
`,
    shown: `error[wrong-type]: spec must be a mapping, not empty
 --> system/app.yaml:4:1
  |
4 | spec:
  | ^^^^

1 error in 1 file
`,
  },
  {
    name: 'values of the wrong type',
    text: `apiVersion: genesis/v1
kind: TerraformStack
metadata: { name: app, labels: { tier: 1 } }
lifecycle: { preventDestroy: yes }
spec:
  source: [a]
  variables: hello
  requiredVersion: 1.30
  backend: local
  include: ../shared/**
`,
    shown: `error[wrong-type]: metadata.labels.tier must be a string, not the number 1
 --> system/app.yaml:3:40
  |
3 | metadata: { name: app, labels: { tier: 1 } }
  |                                        ^
  = hint: quote it: "1"

error[wrong-type]: lifecycle.preventDestroy must be true, false, or a list of patterns of inner addresses, not the string "yes"
 --> system/app.yaml:4:30
  |
4 | lifecycle: { preventDestroy: yes }
  |                              ^^^
  = hint: write true, without quotes

error[wrong-type]: spec.source must be a string, not a list
 --> system/app.yaml:6:11
  |
6 |   source: [a]
  |           ^^^

error[wrong-type]: spec.variables must be a mapping, not the string "hello"
 --> system/app.yaml:7:14
  |
7 |   variables: hello
  |              ^^^^^

error[wrong-type]: spec.requiredVersion must be a string, not the number 1.30
 --> system/app.yaml:8:20
  |
8 |   requiredVersion: 1.30
  |                    ^^^^
  = hint: quote it: "1.30"

error[invalid-value]: spec.backend must be a mapping or "genesis", not "local"
 --> system/app.yaml:9:12
  |
9 |   backend: local
  |            ^^^^^

error[wrong-type]: spec.include must be a list, not the string "../shared/**"
  --> system/app.yaml:10:12
   |
10 |   include: ../shared/**
   |            ^^^^^^^^^^^^
   = hint: make it a list: [../shared/**]

7 errors in 1 file
`,
  },
  {
    name: 'a source from git',
    text: `apiVersion: genesis/v1
kind: TerraformStack
metadata: { name: app }
spec: { source: { git: "https://example.org/x", ref: v1 } }
`,
    shown: `error[not-yet-supported]: a "source" from git is not yet supported
 --> system/app.yaml:4:17
  |
4 | spec: { source: { git: "https://example.org/x", ref: v1 } }
  |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

1 error in 1 file
`,
  },
  {
    name: 'content and source',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec: { path: a, content: b, source: c }
`,
    shown: `error[invalid-value]: a File's spec takes only one of "content", "source" or "template"
 --> system/app.yaml:4:30
  |
4 | spec: { path: a, content: b, source: c }
  |                              ^^^^^^

1 error in 1 file
`,
  },
  {
    name: 'neither content nor source',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec: { path: a }
`,
    shown: `error[missing-field]: a File's spec needs "content", "source" or "template"
 --> system/app.yaml:4:1
  |
4 | spec: { path: a }
  | ^^^^

1 error in 1 file
`,
  },
  {
    name: 'a mode that is a number',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec: { path: a, content: b, mode: 0640 }
`,
    shown: `error[number-out-of-range]: 0640 would be read as the number 640
 --> system/app.yaml:4:36
  |
4 | spec: { path: a, content: b, mode: 0640 }
  |                                    ^^^^
  = hint: quote it if it is a text: "0640"

1 error in 1 file
`,
  },
  {
    name: 'a mode that is none',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec: { path: a, content: b, mode: "rw-r-----" }
`,
    shown: `error[invalid-value]: spec.mode must be permission bits in octal, like "0640", not "rw-r-----"
 --> system/app.yaml:4:36
  |
4 | spec: { path: a, content: b, mode: "rw-r-----" }
  |                                    ^^^^^^^^^^^

1 error in 1 file
`,
  },
  {
    name: 'an onFailure that does not exist',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
lifecycle: { onFailure: hlat }
spec: { path: out/app.txt, content: hello }
`,
    shown: `error[invalid-value]: lifecycle.onFailure must be "continue" or "halt" or "rollback", not "hlat"
 --> system/app.yaml:4:25
  |
4 | lifecycle: { onFailure: hlat }
  |                         ^^^^
  = hint: did you mean "halt"?

1 error in 1 file
`,
  },
  {
    name: 'an empty list',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec: { create: [] }
`,
    shown: `error[invalid-value]: spec.create must not be empty
 --> system/app.yaml:4:17
  |
4 | spec: { create: [] }
  |                 ^^

1 error in 1 file
`,
  },
  {
    name: 'a program as one string',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec: { create: ./create.sh now }
`,
    shown: `error[wrong-type]: spec.create must be a list, not the string "./create.sh now"
 --> system/app.yaml:4:17
  |
4 | spec: { create: ./create.sh now }
  |                 ^^^^^^^^^^^^^^^
  = hint: make it a list: [./create.sh, now]

1 error in 1 file
`,
  },
  {
    name: 'a name with ..',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: ../etc }
spec: { path: out/app.txt, content: hello }
`,
    shown: `error[invalid-name]: "../etc" is not a valid name
 --> system/app.yaml:3:19
  |
3 | metadata: { name: ../etc }
  |                   ^^^^^^
  = hint: a name is at most 63 lower-case letters, digits, "-" and "_", with a letter or digit at both ends: for example "etc"

1 error in 1 file
`,
  },
  {
    name: 'a name with a newline',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: "a\\nb" }
spec: { path: out/app.txt, content: hello }
`,
    shown: `error[invalid-name]: "a\\nb" is not a valid name
 --> system/app.yaml:3:19
  |
3 | metadata: { name: "a\\nb" }
  |                   ^^^^^^
  = hint: a name is at most 63 lower-case letters, digits, "-" and "_", with a letter or digit at both ends: for example "a-b"

1 error in 1 file
`,
  },
  {
    name: 'a name with a leading dash',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: -rf }
spec: { path: out/app.txt, content: hello }
`,
    shown: `error[invalid-name]: "-rf" is not a valid name
 --> system/app.yaml:3:19
  |
3 | metadata: { name: -rf }
  |                   ^^^
  = hint: a name is at most 63 lower-case letters, digits, "-" and "_", with a letter or digit at both ends: for example "rf"

1 error in 1 file
`,
  },
  {
    name: 'a name that is an expression',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: "\${environment.name}" }
spec: { path: out/app.txt, content: hello }
`,
    shown: `error[invalid-name]: "\${environment.name}" is not a valid name
 --> system/app.yaml:3:19
  |
3 | metadata: { name: "\${environment.name}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^
  = hint: a name cannot be an expression; it is at most 63 lower-case letters, digits, "-" and "_", with a letter or digit at both ends

1 error in 1 file
`,
  },
  {
    name: 'two resources with one name',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec: { path: out/app.txt, content: hello }
---
apiVersion: genesis/v1
kind: File
metadata: { name: app }
environments: [dev]
spec: { path: out/other.txt, content: hello }
`,
    shown: `error[duplicate-name]: two resources are named "app" in dev
 --> system/app.yaml:8:19
  |
8 | metadata: { name: app }
  |                   ^^^
  = first defined here
 --> system/app.yaml:3:19
  |
3 | metadata: { name: app }
  |                   ^^^
  = hint: rename one of them, or put them into different environments

1 error in 1 file
`,
  },
  {
    name: 'two environments with one name',
    text: `apiVersion: genesis/v1
kind: Environment
metadata: { name: dev }
`,
    shown: `error[duplicate-name]: two environments are named "dev"
 --> system/app.yaml:3:19
  |
3 | metadata: { name: dev }
  |                   ^^^
  = first defined here
 --> genesis.yaml:7:19
  |
7 | metadata: { name: dev }
  |                   ^^^

1 error in 1 file
`,
  },
  {
    name: 'two projects',
    text: `apiVersion: genesis/v1
kind: Project
metadata: { name: other }
`,
    shown: `error[project-invalid]: there is more than one Project document
 --> system/app.yaml:2:7
  |
2 | kind: Project
  |       ^^^^^^^
  = the first one is here
 --> genesis.yaml:2:7
  |
2 | kind: Project
  |       ^^^^^^^

1 error in 1 file
`,
  },
  {
    name: 'an unknown environment',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
environments: [dev, stagin]
spec: { path: out/app.txt, content: hello }
overrides: { prdo: { content: x } }
`,
    shown: `error[unknown-environment]: no environment is named "stagin"
 --> system/app.yaml:4:21
  |
4 | environments: [dev, stagin]
  |                     ^^^^^^
  = hint: did you mean "staging"?

error[unknown-environment]: no environment is named "prdo"
 --> system/app.yaml:6:14
  |
6 | overrides: { prdo: { content: x } }
  |              ^^^^
  = hint: the environments are dev, staging

2 errors in 1 file
`,
  },
  {
    name: 'an override without an effect',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
environments: [dev]
spec: { path: out/app.txt, content: hello }
overrides: { staging: { content: x } }
`,
    shown: `error[invalid-value]: the override for "staging" has no effect: the resource is not in that environment
 --> system/app.yaml:6:14
  |
6 | overrides: { staging: { content: x } }
  |              ^^^^^^^
  = hint: add "staging" to environments, or take the override away

1 error in 1 file
`,
  },
  {
    name: 'an override that makes the spec wrong',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec: { path: out/app.txt, content: hello }
overrides:
  staging: { mode: abc, contents: x }
  dev: { content: null }
`,
    shown: `error[invalid-value]: spec.mode must be permission bits in octal, like "0640", not "abc"
 --> system/app.yaml:6:20
  |
6 |   staging: { mode: abc, contents: x }
  |                    ^^^

error[unknown-field]: a File's spec has no field "contents"
 --> system/app.yaml:6:25
  |
6 |   staging: { mode: abc, contents: x }
  |                         ^^^^^^^^
  = hint: did you mean "content"?

error[missing-field]: a File's spec needs "content", "source" or "template"
 --> system/app.yaml:7:10
  |
7 |   dev: { content: null }
  |          ^^^^^^^

3 errors in 1 file
`,
  },
  {
    name: 'a dependency on nothing',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
dependsOn: [databse]
spec: { path: out/app.txt, content: hello }
---
apiVersion: genesis/v1
kind: File
metadata: { name: database }
spec: { path: b, content: c }
`,
    shown: `error[unknown-dependency]: no resource in dev, staging is named "databse"
 --> system/app.yaml:4:13
  |
4 | dependsOn: [databse]
  |             ^^^^^^^
  = hint: did you mean "database"?

1 error in 1 file
`,
  },
  {
    name: 'a dependency that another environment has',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
dependsOn: [database]
spec: { path: out/app.txt, content: hello }
---
apiVersion: genesis/v1
kind: File
metadata: { name: database }
environments: [dev]
spec: { path: b, content: c }
`,
    shown: `error[unknown-dependency]: "database" is not in staging
 --> system/app.yaml:4:13
  |
4 | dependsOn: [database]
  |             ^^^^^^^^
  = hint: it is in dev: put both into the same environments

1 error in 1 file
`,
  },
  {
    name: 'an Environment with what is to come',
    text: `apiVersion: genesis/v1
kind: Environment
metadata: { name: prod }
spec:
  promotesFrom: dev
  protected: "\${true}"
  env: { "1-x": c, D: "\${git.commit}" }
`,
    shown: `error[not-yet-supported]: "promotesFrom" is not yet supported
 --> system/app.yaml:5:3
  |
5 |   promotesFrom: dev
  |   ^^^^^^^^^^^^

error[not-yet-supported]: an expression for "protected" is not yet supported
 --> system/app.yaml:6:14
  |
6 |   protected: "\${true}"
  |              ^^^^^^^^^

error[invalid-value]: the key "1-x" of spec.env must be the name of an environment variable: letters, digits and "_"
 --> system/app.yaml:7:10
  |
7 |   env: { "1-x": c, D: "\${git.commit}" }
  |          ^^^^^

error[not-yet-supported]: an expression in "env" is not yet supported
 --> system/app.yaml:7:23
  |
7 |   env: { "1-x": c, D: "\${git.commit}" }
  |                       ^^^^^^^^^^^^^^^

4 errors in 1 file
`,
  },
  {
    name: 'values from elsewhere that come from nowhere',
    text: `apiVersion: genesis/v1
kind: Environment
metadata: { name: prod }
spec:
  env:
    A: { fromEnv: B, fromFile: c }
    B: {}
    C: { fromCommand: pass show db }
    D: 3
    E: { fromfile: x }
    TF_WORKSPACE: prod
  secrets:
    db: plain-text
    9x: { fromEnv: A }
    key: { fromFile: ../key, pointer: db }
  credentials: { plan: { fromCommand: [scripts/creds] }, aply: { fromEnv: X } }
`,
    shown: `error[invalid-value]: an Environment's spec.env.A takes only one of "fromEnv", "fromFile" or "fromCommand"
 --> system/app.yaml:6:22
  |
6 |     A: { fromEnv: B, fromFile: c }
  |                      ^^^^^^^^

error[missing-field]: an Environment's spec.env.B needs "fromEnv", "fromFile" or "fromCommand"
 --> system/app.yaml:7:5
  |
7 |     B: {}
  |     ^

error[wrong-type]: spec.env.C.fromCommand must be a list, not the string "pass show db"
 --> system/app.yaml:8:23
  |
8 |     C: { fromCommand: pass show db }
  |                       ^^^^^^^^^^^^
  = hint: make it a list: [pass, show, db]

error[wrong-type]: spec.env.D must be plain text, or where it comes from, not the number 3
 --> system/app.yaml:9:8
  |
9 |     D: 3
  |        ^
  = hint: quote it: "3"

error[missing-field]: an Environment's spec.env.E needs "fromEnv", "fromFile" or "fromCommand"
  --> system/app.yaml:10:5
   |
10 |     E: { fromfile: x }
   |     ^

error[unknown-field]: an Environment's spec.env.E has no field "fromfile"
  --> system/app.yaml:10:10
   |
10 |     E: { fromfile: x }
   |          ^^^^^^^^
   = hint: did you mean "fromFile"?

error[invalid-value]: TF_WORKSPACE is set by Genesis, so env cannot set it
  --> system/app.yaml:11:19
   |
11 |     TF_WORKSPACE: prod
   |                   ^^^^
   = hint: spec.workspace of a stack chooses the workspace

error[wrong-type]: spec.secrets.db must be where it comes from: { fromEnv: NAME }, { fromFile: PATH } or { fromCommand: [PROGRAM, …] }, not a string
  --> system/app.yaml:13:9
   |
13 |     db: plain-text
   |         ^^^^^^^^^^

error[invalid-value]: the key "9x" of spec.secrets must be at most 63 letters, digits, "-" and "_", a letter or "_" at the front
  --> system/app.yaml:14:5
   |
14 |     9x: { fromEnv: A }
   |     ^^

error[invalid-value]: spec.secrets.key.pointer must be a JSON pointer, like "/db/password", not a string
  --> system/app.yaml:15:39
   |
15 |     key: { fromFile: ../key, pointer: db }
   |                                       ^^

error[invalid-value]: scripts/creds is neither a name nor a path
  --> system/app.yaml:16:24
   |
16 |   credentials: { plan: { fromCommand: [scripts/creds] }, aply: { fromEnv: X } }
   |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = hint: for a path write ./scripts/creds

error[unknown-field]: an Environment's spec.credentials has no field "aply"
  --> system/app.yaml:16:58
   |
16 |   credentials: { plan: { fromCommand: [scripts/creds] }, aply: { fromEnv: X } }
   |                                                          ^^^^
   = hint: did you mean "apply"?

12 errors in 1 file
`,
  },
]
