import type { Json } from '../../../events/json.ts'
import { emptyFileOutline, impliedProvider, looksLikePath, mergeOutlines, type BackendBlock, type FileOutline, type PlaceInModule } from './file-outline.ts'
import { readHclBlocks, type HclBlock, type HclBody } from './hcl-blocks.ts'
import { positionAt } from './position-at.ts'

/** The outline of a `.tf` file. Never throws. */
export function outlineHcl(file: string, text: string): FileOutline {
  const outline = readHclBlocks(text)
  const place = (offset: number): PlaceInModule => ({ file, position: positionAt(text, offset) })
  const merged = outline.blocks.map((block) => outlineBlock(block, place)).reduce(mergeOutlines, emptyFileOutline)
  return { ...merged, paths: outline.strings.filter(looksLikePath) }
}

type Place = (offset: number) => PlaceInModule

function outlineBlock(block: HclBlock, place: Place): FileOutline {
  const [label = ''] = block.labels
  const sensitive = literal(block.body, 'sensitive') === true
  switch (block.type) {
    case 'terraform':
      return terraformBlock(block.body, place)
    case 'variable':
      return { ...emptyFileOutline, variables: new Map([[label, { sensitive, required: !has(block.body, 'default'), at: place(block.offset) }]]) }
    case 'output':
      return { ...emptyFileOutline, outputs: new Map([[label, { sensitive }]]) }
    case 'module':
      return moduleBlock(block)
    case 'data':
    case 'ephemeral':
      return { ...emptyFileOutline, readsWorld: true, initParts: [`provider ${impliedProvider(label)}`] }
    case 'resource':
      return { ...emptyFileOutline, initParts: [`provider ${impliedProvider(label)}`] }
    case 'provider':
      return { ...emptyFileOutline, initParts: [`provider ${label}`] }
    default:
      return emptyFileOutline
  }
}

function terraformBlock(body: HclBody, place: Place): FileOutline {
  const backend = body.blocks.findLast((block) => block.type === 'backend')
  const cloud = body.blocks.findLast((block) => block.type === 'cloud')
  const version = literal(body, 'required_version')
  const providers = body.blocks.filter((block) => block.type === 'required_providers')
  return {
    ...emptyFileOutline,
    backend: backend === undefined ? null : backendBlock(backend, place),
    cloud: cloud === undefined ? null : place(cloud.offset),
    requiredVersions: typeof version === 'string' ? [version] : [],
    initParts: providers.flatMap((block) => block.body.attributes.map(({ name, text }) => `required ${name} ${text}`)),
  }
}

function backendBlock({ labels, body, offset }: HclBlock, place: Place): BackendBlock {
  const config: Record<string, Json> = {}
  const dynamic = body.blocks.map((block) => block.type)
  for (const attribute of body.attributes) {
    if (attribute.literal === undefined) dynamic.push(attribute.name)
    else config[attribute.name] = attribute.literal
  }
  return { type: labels[0] ?? '', config, dynamic, at: place(offset) }
}

function moduleBlock({ labels, body }: HclBlock): FileOutline {
  const source = literal(body, 'source')
  const said = body.attributes.filter(({ name }) => name === 'source' || name === 'version').map(({ name, text }) => `${name} ${text}`)
  return {
    ...emptyFileOutline,
    moduleSources: typeof source === 'string' ? [source] : [],
    initParts: [`module ${labels[0] ?? ''} ${said.sort().join(' ')}`],
  }
}

function literal(body: HclBody, name: string): Json | undefined {
  return body.attributes.findLast((attribute) => attribute.name === name)?.literal
}

function has(body: HclBody, name: string): boolean {
  return body.attributes.some((attribute) => attribute.name === name)
}
