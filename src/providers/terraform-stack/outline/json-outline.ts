import { isJsonObject, type Json, type JsonObject } from '../../../events/json.ts'
import { emptyFileOutline, impliedProvider, looksLikePath, mergeOutlines, type BackendBlock, type FileOutline, type PlaceInModule } from './file-outline.ts'

/** The outline of a `.tf.json` file: https://developer.hashicorp.com/terraform/language/syntax/json. Never throws; text that is no JSON says nothing. */
export function outlineJson(file: string, text: string): FileOutline {
  const root = parse(text)
  if (!isJsonObject(root)) return emptyFileOutline
  const place: PlaceInModule = { file, position: { line: 1, column: 1, offset: 0 } }
  const merged = Object.entries(root)
    .flatMap(([type, body]) => bodies(body).map((one) => outlineBlocks(type, one, place)))
    .reduce(mergeOutlines, emptyFileOutline)
  return { ...merged, paths: strings(root).filter(looksLikePath) }
}

function outlineBlocks(type: string, body: JsonObject, place: PlaceInModule): FileOutline {
  const names = Object.keys(body)
  switch (type) {
    case 'terraform':
      return terraformBlock(body, place)
    case 'variable':
      return {
        ...emptyFileOutline,
        variables: new Map(names.map((name) => [name, { sensitive: says(body[name], 'sensitive'), required: !has(body[name], 'default'), at: place }])),
      }
    case 'output':
      return { ...emptyFileOutline, outputs: new Map(names.map((name) => [name, { sensitive: says(body[name], 'sensitive') }])) }
    case 'module':
      return names.map((name) => moduleBlock(name, body[name])).reduce(mergeOutlines, emptyFileOutline)
    case 'data':
    case 'ephemeral':
      return { ...emptyFileOutline, readsWorld: names.length > 0, initParts: names.map((name) => `provider ${impliedProvider(name)}`) }
    case 'resource':
      return { ...emptyFileOutline, initParts: names.map((name) => `provider ${impliedProvider(name)}`) }
    case 'provider':
      return { ...emptyFileOutline, initParts: names.map((name) => `provider ${name}`) }
    default:
      return emptyFileOutline
  }
}

function terraformBlock(body: JsonObject, place: PlaceInModule): FileOutline {
  const version = body['required_version']
  const providers = bodies(body['required_providers']).flatMap((one) => Object.entries(one))
  return {
    ...emptyFileOutline,
    backend:
      bodies(body['backend'])
        .map((one) => backendBlock(one, place))
        .at(-1) ?? null,
    cloud: body['cloud'] === undefined ? null : place,
    requiredVersions: typeof version === 'string' ? [version] : [],
    initParts: providers.map(([name, value]) => `required ${name} ${JSON.stringify(value)}`),
  }
}

function backendBlock(body: JsonObject, at: PlaceInModule): BackendBlock {
  const [type = ''] = Object.keys(body)
  const config: Record<string, Json> = {}
  const dynamic: string[] = []
  for (const [name, value] of bodies(body[type]).flatMap((one) => Object.entries(one))) {
    if (isConstant(value)) config[name] = value
    else dynamic.push(name)
  }
  return { type, config, dynamic, at }
}

function moduleBlock(name: string, body: Json | undefined): FileOutline {
  const call = bodies(body)[0] ?? {}
  const { source, version } = call
  return {
    ...emptyFileOutline,
    moduleSources: typeof source === 'string' ? [source] : [],
    initParts: [`module ${name} ${JSON.stringify([source ?? null, version ?? null])}`],
  }
}

/** A block may be one object or a list of them. */
function bodies(value: Json | undefined): readonly JsonObject[] {
  if (Array.isArray(value)) return (value as readonly Json[]).filter(isJsonObject)
  return isJsonObject(value) ? [value] : []
}

function says(body: Json | undefined, name: string): boolean {
  return bodies(body).some((one) => one[name] === true)
}

function has(body: Json | undefined, name: string): boolean {
  return bodies(body).some((one) => Object.hasOwn(one, name))
}

function isConstant(value: Json): boolean {
  return typeof value === 'string' ? !/[$%]\{/u.test(value) : typeof value !== 'object' || value === null
}

function strings(value: Json): readonly string[] {
  const found: string[] = []
  const open: Json[] = [value]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') found.push(next)
    else if (typeof next === 'object' && next !== null) for (const child of Object.values(next as JsonObject)) open.push(child)
  }
  return found
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}
