const words: ReadonlyMap<string, string> = new Map([
  ['and', 'write "&&"'],
  ['or', 'write "||"'],
  ['not', 'write "!"'],
  ['if', 'a choice is written condition ? yes : no'],
  ['else', 'a choice is written condition ? yes : no'],
  ['for', 'go over a list with .map(item, …) or .filter(item, …)'],
  ['var', 'variables of the environment are environment.variables.name'],
])

const roots: ReadonlyMap<string, string> = new Map([
  ['vars', 'variables of the environment are environment.variables.name'],
  ['variables', 'variables of the environment are environment.variables.name'],
  ['env', 'variables of the environment are environment.variables.name'],
  ['local', 'there are no locals: put it under variables of the environment, environment.variables.name'],
  ['module', 'outputs of another resource are resources.name.outputs.output'],
  ['locals', 'there are no locals: put it under variables of the environment, environment.variables.name'],
  ['count', 'one resource for each item is forEach: each.key, each.value'],
  ['dependency', 'outputs of another resource are resources.name.outputs.output'],
  ['include', 'what documents share stands in defaults of the project or of an environment; its variables are environment.variables.name'],
  ['inputs', 'variables of the environment are environment.variables.name'],
  ['github', 'of the commit there is git.commit and git.branch; other values come in as variables of the environment'],
  ['data', 'read data in a module and give it out as an output: resources.name.outputs.output'],
  ['path', 'a path in a document is relative to the file it stands in'],
  ['terraform', 'the name of the environment is environment.name'],
  ['self', 'the resource itself is resource: resource.name, resource.kind'],
  ['outputs', 'outputs of a resource are resources.name.outputs.output'],
  ['nil', 'write null'],
  ['None', 'write null'],
  ['undefined', 'write null'],
  ['True', 'write true'],
  ['False', 'write false'],
])

const functions: ReadonlyMap<string, string> = new Map([
  ['length', 'write size(…)'],
  ['len', 'write size(…)'],
  ['lower', 'write text.lowerAscii()'],
  ['upper', 'write text.upperAscii()'],
  ['toLowerCase', 'write text.lowerAscii()'],
  ['toUpperCase', 'write text.upperAscii()'],
  ['trimspace', 'write text.trim()'],
  ['tostring', 'write string(…)'],
  ['str', 'write string(…)'],
  ['tonumber', 'write int(…) or double(…)'],
  ['tobool', 'write bool(…)'],
  ['concat', 'join lists and texts with "+"'],
  ['format', 'write text.format([a, b]), or put several ${…} into one string'],
  ['lookup', 'write map.?key.orValue(…)'],
  ['try', 'write a.?b.orValue(…)'],
  ['can', 'write has(…)'],
  ['coalesce', 'write a.?b.orValue(…)'],
  ['keys', 'go over the keys of a map with .map(key, …)'],
  ['regex', 'write text.matches("…")'],
  ['includes', 'write item in list, or text.contains(…)'],
  ['first', 'write list[0]'],
  ['last', 'write list[size(list) - 1]'],
  ['element', 'write list[0]'],
  ['join', 'write list.join(",")'],
  ['split', 'write text.split(",")'],
  ['replace', 'write text.replace("a", "b")'],
  ['trim', 'write text.trim()'],
  ['substr', 'write text.substring(from, to)'],
  ['startswith', 'write text.startsWith("…")'],
  ['endswith', 'write text.endsWith("…")'],
  ['abs', 'write x < 0 ? -x : x'],
  ['max', 'write a > b ? a : b'],
  ['min', 'write a < b ? a : b'],
  ['floor', 'write int(…)'],
  ['values', 'go over the keys of a map with .map(key, map[key])'],
  ['toset', 'a list will do'],
  ['tolist', 'a list will do'],
  ['tomap', 'a map will do'],
  ['flatten', 'join lists with "+"'],
  ['merge', 'lay values over each other in documents: defaults, extends, overrides'],
  ['jsonencode', 'make the mapping itself the value: a module takes it as it is'],
  ['yamlencode', 'make the mapping itself the value: a module takes it as it is'],
  ['jsondecode', 'write the mapping into the document'],
  ['file', 'name a file where a field takes one: content of a File as source or template, varFiles of a stack'],
  ['templatefile', 'a File takes a template: spec.template'],
  ['get_env', 'write it as a variable of the environment; secrets come from secrets'],
  ['getenv', 'write it as a variable of the environment; secrets come from secrets'],
  ['find_in_parent_folders', 'what documents share stands in defaults of the project or of an environment'],
  ['path_relative_to_include', 'the name of the resource is resource.name, the one of its environment environment.name'],
  ['terraform_remote_state', 'outputs of another environment are environments["name"].resources.name.outputs.output'],
])

/** What to write instead of a word of another language; null for other words. */
export function wordHint(word: string): string | null {
  return words.get(word) ?? null
}

const providers = /^(?:aws|google|azurerm|azuread|kubernetes|helm|random|null|tls|local|terraform|time|github|cloudflare|digitalocean|vault|consul|datadog)_\w/

/** What to write instead of a first name that other tools have. */
export function rootHint(name: string): string | null {
  if (providers.test(name)) return 'what a module makes is known by its outputs: resources.name.outputs.output'
  if (/^[A-Z][A-Z0-9_]+$/.test(name)) return 'variables of the shell are not read; those of the environment are environment.variables.name'
  return roots.get(name) ?? null
}

/** What to write instead of a function that other languages have. */
export function functionHint(name: string): string | null {
  return functions.get(name) ?? null
}

const lookBackAtMost = 200

/** `environments.prod-eu` is read as a subtraction: how to write the name with the dash that stands at or before an offset; null where there is none. */
export function dashHint(text: string, at: number): string | null {
  const start = Math.max(0, at - lookBackAtMost)
  const before = /([A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\["[^"]*"\])*)\.([A-Za-z_]\w*(?:-\w+)*)-\w*$/.exec(text.slice(start, at))
  const after = /^[\w-]*/.exec(text.slice(at))?.[0] ?? ''
  if (before === null) return null
  const name = text.slice(start + before.index + (before[1] ?? '').length + 1, at) + after
  return `a "-" is a subtraction; write ${before[1] ?? ''}["${name}"]`
}

/** How to make two types fit that an operator cannot take. */
export function operatorHint(operator: string, left: string, right: string): string | undefined {
  if (operator === 'in' && left === 'string' && right === 'string') return 'write text.contains("…")'
  if (left === 'null' || right === 'null') return 'one side is null: ask first, x == null ? … : …'
  if (operator === '+' && (left === 'string' || right === 'string')) return 'to join text, turn the other side into text with string(…)'
  if (left === 'string' || right === 'string') return 'turn text into a number with int(…) or double(…)'
  return undefined
}

/** What is said of an optional where a value is wanted. */
export const optionalMisuse = { message: 'an optional is not a value yet', hint: 'say what to take where it is empty: .orValue("…")' } as const
