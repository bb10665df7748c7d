/** A document `system/a.yaml` with a trap of YAML or of CEL, and the whole text that a person sees. */
export interface TrapCase {
  readonly name: string
  readonly text: string
  readonly shown: string
}

/** The project has an environment `dev` with the variables `size: 2`, `list: [a]`, `nothing: null`, and a module with the variable `account`, a string. */
export const trapCases: readonly TrapCase[] = [
  {
    name: 'a number with a leading zero',
    text: `apiVersion: genesis/v1
kind: TerraformStack
metadata: { name: app }
spec:
  source: ../stacks/app
  variables: { account: 012345678901 }
`,
    shown: `error[number-out-of-range]: 012345678901 would be read as the number 12345678901
 --> system/a.yaml:6:25
  |
6 |   variables: { account: 012345678901 }
  |                         ^^^^^^^^^^^^
  = hint: quote it if it is a text: "012345678901"

1 error in 1 file
`,
  },
  {
    name: 'a version with a zero at its end',
    text: `apiVersion: genesis/v1
kind: TerraformStack
metadata: { name: app }
spec:
  source: ../stacks/app
  variables: { account: 1.30 }
`,
    shown: `warning[number-out-of-range]: 1.30 is read as the number 1.3
 --> system/a.yaml:6:25
  |
6 |   variables: { account: 1.30 }
  |                         ^^^^
  = hint: quote it if it is a text: "1.30"

1 warning in 1 file
`,
  },
  {
    name: 'a version that is a whole number',
    text: `apiVersion: genesis/v1
kind: TerraformStack
metadata: { name: app }
spec:
  source: ../stacks/app
  variables: { account: 1.0 }
`,
    shown: `warning[number-out-of-range]: 1.0 is read as the number 1
 --> system/a.yaml:6:25
  |
6 |   variables: { account: 1.0 }
  |                         ^^^
  = hint: quote it if it is a text: "1.0"

1 warning in 1 file
`,
  },
  {
    name: 'a hash that is a number',
    text: `apiVersion: genesis/v1
kind: TerraformStack
metadata: { name: app }
spec:
  source: ../stacks/app
  variables: { account: 1e5 }
`,
    shown: `warning[number-out-of-range]: 1e5 is read as the number 100000
 --> system/a.yaml:6:25
  |
6 |   variables: { account: 1e5 }
  |                         ^^^
  = hint: quote it if it is a text: "1e5"

1 warning in 1 file
`,
  },
  {
    name: 'a hash that is no number that can be kept',
    text: `apiVersion: genesis/v1
kind: TerraformStack
metadata: { name: app }
spec:
  source: ../stacks/app
  variables: { account: 12e4567 }
`,
    shown: `error[number-out-of-range]: 12e4567 is not a number that can be kept
 --> system/a.yaml:6:25
  |
6 |   variables: { account: 12e4567 }
  |                         ^^^^^^^
  = hint: quote it if it is a text: "12e4567"

1 error in 1 file
`,
  },
  {
    name: 'digits that no number keeps',
    text: `apiVersion: genesis/v1
kind: TerraformStack
metadata: { name: app }
spec:
  source: ../stacks/app
  variables: { account: 12345678901234567890 }
`,
    shown: `error[number-out-of-range]: the integer 12345678901234567890 cannot be kept exactly
 --> system/a.yaml:6:25
  |
6 |   variables: { account: 12345678901234567890 }
  |                         ^^^^^^^^^^^^^^^^^^^^
  = hint: quote it if it is a text: "12345678901234567890"

1 error in 1 file
`,
  },
  {
    name: 'a mode in octal, as YAML 1.1 had it',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: x
  mode: 0640
`,
    shown: `error[number-out-of-range]: 0640 would be read as the number 640
 --> system/a.yaml:7:9
  |
7 |   mode: 0640
  |         ^^^^
  = hint: quote it if it is a text: "0640"

1 error in 1 file
`,
  },
  {
    name: 'a mode in octal, as YAML 1.2 has it',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: x
  mode: 0o640
`,
    shown: `error[wrong-type]: spec.mode must be permission bits in octal, like "0640", not the number 0o640
 --> system/a.yaml:7:9
  |
7 |   mode: 0o640
  |         ^^^^^
  = hint: quote it: "0640"

1 error in 1 file
`,
  },
  {
    name: 'a mode without quotes',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: x
  mode: 640
`,
    shown: `error[wrong-type]: spec.mode must be a string, not the number 640
 --> system/a.yaml:7:9
  |
7 |   mode: 640
  |         ^^^
  = hint: quote it: "640"

1 error in 1 file
`,
  },
  {
    name: 'yes where true is wanted',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
lifecycle: { preventDestroy: yes }
spec: { path: ../out/app, content: x }
`,
    shown: `error[wrong-type]: lifecycle.preventDestroy must be true, false, or a list of patterns of inner addresses, not the string "yes"
 --> system/a.yaml:4:30
  |
4 | lifecycle: { preventDestroy: yes }
  |                              ^^^
  = hint: write true, without quotes

1 error in 1 file
`,
  },
  {
    name: 'off where false is wanted',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
lifecycle: { preventDestroy: off }
spec: { path: ../out/app, content: x }
`,
    shown: `error[wrong-type]: lifecycle.preventDestroy must be true, false, or a list of patterns of inner addresses, not the string "off"
 --> system/a.yaml:4:30
  |
4 | lifecycle: { preventDestroy: off }
  |                              ^^^
  = hint: write false, without quotes

1 error in 1 file
`,
  },
  {
    name: 'true where a text is wanted',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: true
`,
    shown: `error[wrong-type]: spec.content must be a string, not true
 --> system/a.yaml:6:12
  |
6 |   content: true
  |            ^^^^
  = hint: quote it: "true"

1 error in 1 file
`,
  },
  {
    name: 'a version where a text is wanted',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: 1.30
`,
    shown: `error[wrong-type]: spec.content must be a string, not the number 1.30
 --> system/a.yaml:6:12
  |
6 |   content: 1.30
  |            ^^^^
  = hint: quote it: "1.30"

1 error in 1 file
`,
  },
  {
    name: 'a text that begins with @',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: @app
`,
    shown: `error[yaml-syntax]: plain value cannot start with reserved character @
 --> system/a.yaml:6:12
  |
6 |   content: @app
  |            ^
  = hint: quote the value

1 error in 1 file
`,
  },
  {
    name: 'a text that begins with a backtick',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: \`app\`
`,
    shown: `error[yaml-syntax]: plain value cannot start with reserved character \`
 --> system/a.yaml:6:12
  |
6 |   content: \`app\`
  |            ^
  = hint: quote the value

1 error in 1 file
`,
  },
  {
    name: 'a text that begins with %',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: %d
`,
    shown: `error[yaml-syntax]: plain value cannot start with directive indicator character %
 --> system/a.yaml:6:12
  |
6 |   content: %d
  |            ^
  = hint: quote the value

1 error in 1 file
`,
  },
  {
    name: 'a text that begins with *',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: *.txt
`,
    shown: `error[yaml-alias]: no anchor is named ".txt"
 --> system/a.yaml:6:12
  |
6 |   content: *.txt
  |            ^^^^^
  = hint: quote a text that begins with "*"

1 error in 1 file
`,
  },
  {
    name: 'a text that begins with !',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: !important
`,
    shown: `error[yaml-unsupported]: tags are not supported
 --> system/a.yaml:6:12
  |
6 |   content: !important
  |            ^^^^^^^^^^
  = hint: take the tag away; quote a value that is to be a string

1 error in 1 file
`,
  },
  {
    name: 'a text with a colon',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: note: important
`,
    shown: `error[yaml-syntax]: a mapping cannot begin in the middle of a line
 --> system/a.yaml:6:12
  |
6 |   content: note: important
  |            ^
  = hint: put it on lines of its own, or quote a text that holds ": "

1 error in 1 file
`,
  },
  {
    name: 'a text that begins with a quote',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: "a" and "b"
`,
    shown: `error[yaml-syntax]: unexpected "and" after the value
 --> system/a.yaml:6:16
  |
6 |   content: "a" and "b"
  |                ^^^^^^^
  = hint: quote the whole value

1 error in 1 file
`,
  },
  {
    name: 'an apostrophe in single quotes',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: 'it's'
`,
    shown: `error[yaml-syntax]: unexpected "s" after the value
 --> system/a.yaml:6:16
  |
6 |   content: 'it's'
  |                ^^
  = hint: inside single quotes, a quote is written twice: 'it''s'

1 error in 1 file
`,
  },
  {
    name: 'a backslash in double quotes',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: "C:\\dir"
`,
    shown: `error[yaml-syntax]: invalid escape sequence \\d
 --> system/a.yaml:6:15
  |
6 |   content: "C:\\dir"
  |               ^
  = hint: write a backslash as "\\\\", or use single quotes

1 error in 1 file
`,
  },
  {
    name: 'no space after the colon',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path:../out/app
`,
    shown: `error[wrong-type]: spec must be a mapping, not the string "path:../out/app"
 --> system/a.yaml:5:3
  |
5 |   path:../out/app
  |   ^^^^^^^^^^^^^^^
  = hint: put a space after ":", so that it is a field: path: ../out/app

1 error in 1 file
`,
  },
  {
    name: 'no space after the colon, in braces',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name:app }
spec: { path: ../out/app, content: x }
`,
    shown: `error[missing-field]: a File needs metadata.name
 --> system/a.yaml:3:1
  |
3 | metadata: { name:app }
  | ^^^^^^^^

error[unknown-field]: a File's metadata has no field "name:app"
 --> system/a.yaml:3:13
  |
3 | metadata: { name:app }
  |             ^^^^^^^^
  = hint: put a space after ":", so that it is a field: name: app

2 errors in 1 file
`,
  },
  {
    name: 'a field too far in',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
    content: x
`,
    shown: `error[yaml-syntax]: a mapping cannot begin in the middle of a line
 --> system/a.yaml:5:9
  |
5 |   path: ../out/app
  |         ^
  = hint: the next line stands too far in: fields of one mapping begin in one column

1 error in 1 file
`,
  },
  {
    name: 'fields not far enough in',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
path: ../out/app
content: x
`,
    shown: `error[wrong-type]: spec must be a mapping, not empty
 --> system/a.yaml:4:1
  |
4 | spec:
  | ^^^^

error[unknown-field]: a File has no field "path"
 --> system/a.yaml:5:1
  |
5 | path: ../out/app
  | ^^^^
  = hint: it belongs under spec, further in

error[unknown-field]: a File has no field "content"
 --> system/a.yaml:6:1
  |
6 | content: x
  | ^^^^^^^
  = hint: it belongs under spec, further in

3 errors in 1 file
`,
  },
  {
    name: 'a block text that is not indented',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: |
  text
`,
    shown: `error[yaml-syntax]: a ":" is missing after "text"
 --> system/a.yaml:7:3
  |
7 |   text
  |   ^^^^
  = hint: the lines of a text stand further in than its key

1 error in 1 file
`,
  },
  {
    name: 'a tab',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
	path: ../out/app
`,
    shown: `error[yaml-syntax]: a tab is used for indentation
 --> system/a.yaml:5:1
  |
5 |     path: ../out/app
  | ^^^^
  = hint: indent with spaces

1 error in 1 file
`,
  },
  {
    name: 'a key twice',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: x
  content: y
`,
    shown: `error[yaml-duplicate-key]: the key "content" stands twice in one mapping
 --> system/a.yaml:7:3
  |
7 |   content: y
  |   ^^^^^^^
  = first here
 --> system/a.yaml:6:3
  |
6 |   content: x
  |   ^^^^^^^
  = hint: keep one of the two

1 error in 1 file
`,
  },
  {
    name: 'a merge key',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  <<: *base
  path: ../out/app
`,
    shown: `error[missing-field]: a File's spec needs "content", "source" or "template"
 --> system/a.yaml:4:1
  |
4 | spec:
  | ^^^^

error[yaml-unsupported]: merge keys are not supported
 --> system/a.yaml:5:3
  |
5 |   <<: *base
  |   ^^
  = hint: repeat a whole value with an alias, or write the fields out

error[yaml-alias]: no anchor is named "base"
 --> system/a.yaml:5:7
  |
5 |   <<: *base
  |       ^^^^^
  = hint: put "&base" before the value to repeat

3 errors in 1 file
`,
  },
  {
    name: 'one name where a list is wanted',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
dependsOn: network
spec: { path: ../out/app, content: x }
`,
    shown: `error[wrong-type]: dependsOn must be a list, not the string "network"
 --> system/a.yaml:4:12
  |
4 | dependsOn: network
  |            ^^^^^^^
  = hint: make it a list: [network]

1 error in 1 file
`,
  },
  {
    name: 'words where a list is wanted',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec: { create: ./create.sh now }
`,
    shown: `error[wrong-type]: spec.create must be a list, not the string "./create.sh now"
 --> system/a.yaml:4:17
  |
4 | spec: { create: ./create.sh now }
  |                 ^^^^^^^^^^^^^^^
  = hint: make it a list: [./create.sh, now]

1 error in 1 file
`,
  },
  {
    name: 'a ternary without quotes',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: \${environment.name == "dev" ? 1 : 2}
`,
    shown: `error[yaml-syntax]: a mapping cannot begin in the middle of a line
 --> system/a.yaml:6:12
  |
6 |   content: \${environment.name == "dev" ? 1 : 2}
  |            ^
  = hint: quote the whole value, so that the expression is one text: "\${ready ? 1 : 2}"

1 error in 1 file
`,
  },
  {
    name: 'double quotes inside double quotes',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: "\${environment.name == "dev" ? 1 : 2}"
`,
    shown: `error[yaml-syntax]: a mapping cannot begin in the middle of a line
 --> system/a.yaml:6:12
  |
6 |   content: "\${environment.name == "dev" ? 1 : 2}"
  |            ^
  = hint: inside double quotes, write the texts of an expression with single quotes: "\${labels['tier']}"

1 error in 1 file
`,
  },
  {
    name: 'Jinja',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: {{ environment.name }}
`,
    shown: `error[wrong-type]: spec.content must be a string, not a mapping
 --> system/a.yaml:6:12
  |
6 |   content: {{ environment.name }}
  |            ^^^^^^^^^^^^^^^^^^^^^^

error[yaml-unsupported]: a key must be a string
 --> system/a.yaml:6:13
  |
6 |   content: {{ environment.name }}
  |             ^^^^^^^^^^^^^^^^^^^^
  = hint: an expression is written "\${…}"; quote a text that begins with "{"

2 errors in 1 file
`,
  },
  {
    name: 'GitHub',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: \${{ github.ref }}
`,
    shown: `error[expression-syntax]: ":" is expected, not "}"
 --> system/a.yaml:6:27
  |
6 |   content: \${{ github.ref }}
  |                           ^
  = hint: one pair of braces is enough: "\${" and "}"

1 error in 1 file
`,
  },
  {
    name: 'an expression that is a number where a text is wanted',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: \${environment.variables.size}
`,
    shown: `error[wrong-type]: spec.content must be a string, not the number 2
 --> system/a.yaml:6:12
  |
6 |   content: \${environment.variables.size}
  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: make a text of it: \${string(…)}

1 error in 1 file
`,
  },
  {
    name: 'an expression that is a condition where a text is wanted',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: \${environment.name == 'dev'}
`,
    shown: `error[wrong-type]: spec.content must be a string, not true
 --> system/a.yaml:6:12
  |
6 |   content: \${environment.name == 'dev'}
  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: make a text of it: \${string(…)}

1 error in 1 file
`,
  },
  {
    name: 'an expression that is not closed',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: "\${environment.name"
`,
    shown: `error[expression-syntax]: "\${" is not closed
 --> system/a.yaml:6:13
  |
6 |   content: "\${environment.name"
  |             ^^
  = hint: add "}", or write "$\${" for the characters themselves

1 error in 1 file
`,
  },
  {
    name: 'a variable of the shell',
    text: `apiVersion: genesis/v1
kind: File
metadata: { name: app }
spec:
  path: ../out/app
  content: \${HOME}/app
`,
    shown: `error[unknown-reference]: nothing is named "HOME"
 --> system/a.yaml:6:14
  |
6 |   content: \${HOME}/app
  |              ^^^^
  = hint: variables of the shell are not read; those of the environment are environment.variables.name

1 error in 1 file
`,
  },
  {
    name: '${var.region}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${var.region}" }
`,
    shown: `error[expression-syntax]: "var" is a word the language keeps for itself
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${var.region}" }
  |                   ^^^
  = hint: variables of the environment are environment.variables.name

1 error in 1 file
`,
  },
  {
    name: '${local.region}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${local.region}" }
`,
    shown: `error[unknown-reference]: nothing is named "local"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${local.region}" }
  |                   ^^^^^
  = hint: there are no locals: put it under variables of the environment, environment.variables.name

1 error in 1 file
`,
  },
  {
    name: '${module.network.id}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${module.network.id}" }
`,
    shown: `error[unknown-reference]: nothing is named "module"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${module.network.id}" }
  |                   ^^^^^^
  = hint: outputs of another resource are resources.name.outputs.output

1 error in 1 file
`,
  },
  {
    name: '${data.aws_ami.id}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${data.aws_ami.id}" }
`,
    shown: `error[unknown-reference]: nothing is named "data"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${data.aws_ami.id}" }
  |                   ^^^^
  = hint: read data in a module and give it out as an output: resources.name.outputs.output

1 error in 1 file
`,
  },
  {
    name: '${aws_vpc.main.id}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${aws_vpc.main.id}" }
`,
    shown: `error[unknown-reference]: nothing is named "aws_vpc"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${aws_vpc.main.id}" }
  |                   ^^^^^^^
  = hint: what a module makes is known by its outputs: resources.name.outputs.output

1 error in 1 file
`,
  },
  {
    name: '${count.index}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${count.index}" }
`,
    shown: `error[unknown-reference]: nothing is named "count"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${count.index}" }
  |                   ^^^^^
  = hint: one resource for each item is forEach: each.key, each.value

1 error in 1 file
`,
  },
  {
    name: '${each.value}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${each.value}" }
`,
    shown: `error[unknown-reference]: "each" does not exist here
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${each.value}" }
  |                   ^^^^
  = hint: "each" is there in spec and lifecycle of a resource with forEach

1 error in 1 file
`,
  },
  {
    name: '${path.module}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${path.module}" }
`,
    shown: `error[unknown-reference]: nothing is named "path"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${path.module}" }
  |                   ^^^^
  = hint: a path in a document is relative to the file it stands in

1 error in 1 file
`,
  },
  {
    name: '${dependency.network.outputs.id}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${dependency.network.outputs.id}" }
`,
    shown: `error[unknown-reference]: nothing is named "dependency"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${dependency.network.outputs.id}" }
  |                   ^^^^^^^^^^
  = hint: outputs of another resource are resources.name.outputs.output

1 error in 1 file
`,
  },
  {
    name: '${include.root.inputs.x}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${include.root.inputs.x}" }
`,
    shown: `error[unknown-reference]: nothing is named "include"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${include.root.inputs.x}" }
  |                   ^^^^^^^
  = hint: what documents share stands in defaults of the project or of an environment; its variables are environment.variables.name

1 error in 1 file
`,
  },
  {
    name: '${environments.prod-eu.resources.network.outputs.id}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environments.prod-eu.resources.network.outputs.id}" }
`,
    shown: `error[expression-syntax]: environments.prod is no number to subtract from
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${environments.prod-eu.resources.network.outputs.id}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: a "-" is a subtraction; write environments["prod-eu"]

1 error in 1 file
`,
  },
  {
    name: '${resources.my-net.outputs.id}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${resources.my-net.outputs.id}" }
`,
    shown: `error[expression-syntax]: resources.my is no number to subtract from
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${resources.my-net.outputs.id}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: a "-" is a subtraction; write resources["my-net"]

1 error in 1 file
`,
  },
  {
    name: '${environment.variables.my-size}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.variables.my-size}" }
`,
    shown: `error[unknown-reference]: nothing is named "size"
 --> system/a.yaml:6:44
  |
6 |   inputs: { x: "\${environment.variables.my-size}" }
  |                                            ^^^^
  = hint: a "-" is a subtraction; write environment.variables["my-size"]

1 error in 1 file
`,
  },
  {
    name: "${environment.name = 'dev'}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.name = 'dev'}" }
`,
    shown: `error[expression-syntax]: "=" is not expected here
 --> system/a.yaml:6:36
  |
6 |   inputs: { x: "\${environment.name = 'dev'}" }
  |                                    ^
  = hint: write "==" to compare

1 error in 1 file
`,
  },
  {
    name: "${environment.name === 'dev'}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.name === 'dev'}" }
`,
    shown: `error[expression-syntax]: "=" is not expected here
 --> system/a.yaml:6:38
  |
6 |   inputs: { x: "\${environment.name === 'dev'}" }
  |                                      ^
  = hint: "==" compares

1 error in 1 file
`,
  },
  {
    name: "${environment.name <> 'dev'}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.name <> 'dev'}" }
`,
    shown: `error[expression-syntax]: ">" is not expected here
 --> system/a.yaml:6:37
  |
6 |   inputs: { x: "\${environment.name <> 'dev'}" }
  |                                     ^
  = hint: "!=" is for what is not equal

1 error in 1 file
`,
  },
  {
    name: "${environment.name =~ 'd.*'}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.name =~ 'd.*'}" }
`,
    shown: `error[expression-syntax]: "=" is not expected here
 --> system/a.yaml:6:36
  |
6 |   inputs: { x: "\${environment.name =~ 'd.*'}" }
  |                                    ^
  = hint: write text.matches("…")

1 error in 1 file
`,
  },
  {
    name: "${environment.name == 'dev' and true}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.name == 'dev' and true}" }
`,
    shown: `error[expression-syntax]: "and" is not expected here
 --> system/a.yaml:6:45
  |
6 |   inputs: { x: "\${environment.name == 'dev' and true}" }
  |                                             ^^^
  = hint: write "&&"

1 error in 1 file
`,
  },
  {
    name: "${environment.name == 'dev' or true}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.name == 'dev' or true}" }
`,
    shown: `error[expression-syntax]: "or" is not expected here
 --> system/a.yaml:6:45
  |
6 |   inputs: { x: "\${environment.name == 'dev' or true}" }
  |                                             ^^
  = hint: write "||"

1 error in 1 file
`,
  },
  {
    name: '${not true}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${not true}" }
`,
    shown: `error[expression-syntax]: "true" is not expected here
 --> system/a.yaml:6:23
  |
6 |   inputs: { x: "\${not true}" }
  |                       ^^^^
  = hint: write "!"

1 error in 1 file
`,
  },
  {
    name: "${environment.name == 'dev' & true}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.name == 'dev' & true}" }
`,
    shown: `error[expression-syntax]: "&" is not expected here
 --> system/a.yaml:6:45
  |
6 |   inputs: { x: "\${environment.name == 'dev' & true}" }
  |                                             ^
  = hint: write "&&"

1 error in 1 file
`,
  },
  {
    name: "${if environment.name == 'dev' then 1 else 2}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${if environment.name == 'dev' then 1 else 2}" }
`,
    shown: `error[expression-syntax]: "if" is a word the language keeps for itself
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${if environment.name == 'dev' then 1 else 2}" }
  |                   ^^
  = hint: a choice is written condition ? yes : no

1 error in 1 file
`,
  },
  {
    name: '${environment.name | upper}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.name | upper}" }
`,
    shown: `error[expression-syntax]: "|" is not expected here
 --> system/a.yaml:6:36
  |
6 |   inputs: { x: "\${environment.name | upper}" }
  |                                    ^
  = hint: "|" is no filter: write text.upperAscii()

1 error in 1 file
`,
  },
  {
    name: "${environment.name ?? 'x'}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.name ?? 'x'}" }
`,
    shown: `error[expression-syntax]: "?" is not expected here
 --> system/a.yaml:6:37
  |
6 |   inputs: { x: "\${environment.name ?? 'x'}" }
  |                                     ^
  = hint: a value for what is missing is written a.?b.orValue(…)

1 error in 1 file
`,
  },
  {
    name: '${environment?.name}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment?.name}" }
`,
    shown: `error[expression-syntax]: "." is not expected here
 --> system/a.yaml:6:31
  |
6 |   inputs: { x: "\${environment?.name}" }
  |                               ^
  = hint: an optional member is written .?name

1 error in 1 file
`,
  },
  {
    name: '${environment.variables.size == nil}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.variables.size == nil}" }
`,
    shown: `error[unknown-reference]: nothing is named "nil"
 --> system/a.yaml:6:49
  |
6 |   inputs: { x: "\${environment.variables.size == nil}" }
  |                                                 ^^^
  = hint: write null

1 error in 1 file
`,
  },
  {
    name: '${None}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${None}" }
`,
    shown: `error[unknown-reference]: nothing is named "None"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${None}" }
  |                   ^^^^
  = hint: write null

1 error in 1 file
`,
  },
  {
    name: '${True}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${True}" }
`,
    shown: `error[unknown-reference]: nothing is named "True"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${True}" }
  |                   ^^^^
  = hint: write true

1 error in 1 file
`,
  },
  {
    name: "${'a-${environment.name}'}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${'a-\${environment.name}'}" }
`,
    shown: `error[expression-syntax]: "\${…}" inside an expression is plain text
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${'a-\${environment.name}'}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^
  = hint: join texts with "+": "a-" + environment.name; for the characters themselves write "$" + "{"

1 error in 1 file
`,
  },
  {
    name: '${length(environment.variables.list)}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${length(environment.variables.list)}" }
`,
    shown: `error[unknown-reference]: no function is named "length"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${length(environment.variables.list)}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: write size(…)

1 error in 1 file
`,
  },
  {
    name: "${join(',', environment.variables.list)}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${join(',', environment.variables.list)}" }
`,
    shown: `error[expression-syntax]: "join" is called on a value
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${join(',', environment.variables.list)}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: write list.join(",")

1 error in 1 file
`,
  },
  {
    name: "${format('%s', environment.name)}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${format('%s', environment.name)}" }
`,
    shown: `error[expression-syntax]: "format" is called on a value
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${format('%s', environment.name)}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: write text.format([a, b]), or put several \${…} into one string

1 error in 1 file
`,
  },
  {
    name: '${merge({}, {})}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${merge({}, {})}" }
`,
    shown: `error[unknown-reference]: no function is named "merge"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${merge({}, {})}" }
  |                   ^^^^^^^^^^^^^
  = hint: lay values over each other in documents: defaults, extends, overrides

1 error in 1 file
`,
  },
  {
    name: '${jsonencode({})}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${jsonencode({})}" }
`,
    shown: `error[unknown-reference]: no function is named "jsonencode"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${jsonencode({})}" }
  |                   ^^^^^^^^^^^^^^
  = hint: make the mapping itself the value: a module takes it as it is

1 error in 1 file
`,
  },
  {
    name: "${lookup(environment.variables, 'x')}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${lookup(environment.variables, 'x')}" }
`,
    shown: `error[unknown-reference]: no function is named "lookup"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${lookup(environment.variables, 'x')}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: write map.?key.orValue(…)

1 error in 1 file
`,
  },
  {
    name: '${toset(environment.variables.list)}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${toset(environment.variables.list)}" }
`,
    shown: `error[unknown-reference]: no function is named "toset"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${toset(environment.variables.list)}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: a list will do

1 error in 1 file
`,
  },
  {
    name: "${get_env('X')}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${get_env('X')}" }
`,
    shown: `error[unknown-reference]: no function is named "get_env"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${get_env('X')}" }
  |                   ^^^^^^^^^^^^
  = hint: write it as a variable of the environment; secrets come from secrets

1 error in 1 file
`,
  },
  {
    name: '${resources.network[*].outputs.id}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${resources.network[*].outputs.id}" }
`,
    shown: `error[expression-syntax]: "*" is not expected here
 --> system/a.yaml:6:37
  |
6 |   inputs: { x: "\${resources.network[*].outputs.id}" }
  |                                     ^
  = hint: write list.map(item, item.name)

1 error in 1 file
`,
  },
  {
    name: '${environment.variables.list[-1]}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.variables.list[-1]}" }
`,
    shown: `error[unknown-reference]: the list has 1 item, there is no [-1]
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${environment.variables.list[-1]}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: the last one is list[size(list) - 1]

1 error in 1 file
`,
  },
  {
    name: '${[for x in environment.variables.list : x]}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${[for x in environment.variables.list : x]}" }
`,
    shown: `error[expression-syntax]: "for" is a word the language keeps for itself
 --> system/a.yaml:6:20
  |
6 |   inputs: { x: "\${[for x in environment.variables.list : x]}" }
  |                    ^^^
  = hint: go over a list with .map(item, …) or .filter(item, …)

1 error in 1 file
`,
  },
  {
    name: "${'a' in 'abc'}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${'a' in 'abc'}" }
`,
    shown: `error[expression-type]: "in" cannot take string and string
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${'a' in 'abc'}" }
  |                   ^^^^^^^^^^^^
  = hint: write text.contains("…")

1 error in 1 file
`,
  },
  {
    name: "${environment.variables.size + ' GiB'}",
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.variables.size + ' GiB'}" }
`,
    shown: `error[expression-type]: "+" cannot take int and string
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${environment.variables.size + ' GiB'}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: to join text, turn the other side into text with string(…)

1 error in 1 file
`,
  },
  {
    name: '${environment.variables.nothing.size}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.variables.nothing.size}" }
`,
    shown: `error[unknown-reference]: null has no "size"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${environment.variables.nothing.size}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: ask with has() or .? where it may be null

1 error in 1 file
`,
  },
  {
    name: '${environment.variables.nothing + 1}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.variables.nothing + 1}" }
`,
    shown: `error[expression-type]: "+" cannot take null and int
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${environment.variables.nothing + 1}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: one side is null: ask first, x == null ? … : …

1 error in 1 file
`,
  },
  {
    name: '${environment.variables.nope}',
    text: `apiVersion: genesis/v1
kind: Command
metadata: { name: app }
spec:
  create: [./create.sh]
  inputs: { x: "\${environment.variables.nope}" }
`,
    shown: `error[unknown-reference]: no variable is named "nope"
 --> system/a.yaml:6:19
  |
6 |   inputs: { x: "\${environment.variables.nope}" }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: there is "size", "list", "nothing"; where it may be missing, ask for it with environment.variables.?nope

1 error in 1 file
`,
  },
]
