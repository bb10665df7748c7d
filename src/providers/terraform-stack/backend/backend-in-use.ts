import { posix } from 'node:path'
import type { BackendBlock } from '../outline/file-outline.ts'
import type { BackendChoice, BackendConfig, BackendInUse } from './backend-choice.ts'

/** Reads the document's choice and the module's block together. A choice that needs a block where there is none counts as kept; `examine` refuses it. */
export function backendInUse(choice: BackendChoice, block: BackendBlock | null, moduleFolder: string): BackendInUse {
  switch (choice.kind) {
    case 'genesis':
      return { kind: 'kept' }
    case 'override':
      return own(choice.type, choice.config, { written: 'override', moduleFolder })
    case 'complete':
      return block === null ? { kind: 'kept' } : own(block.type, { ...block.config, ...choice.config }, { written: 'settings', moduleFolder })
    case 'unsaid':
      return block === null ? { kind: 'kept' } : own(block.type, block.config, { written: 'nothing', moduleFolder })
    default:
      return choice satisfies never
  }
}

interface OwnOptions {
  readonly written: 'override' | 'settings' | 'nothing'
  readonly moduleFolder: string
}

/**
 * The local backend's paths start at the module's folder in the working tree, where a Terraform run by hand has its state: in the
 * snapshot they would lead into a cache that may be thrown away.
 */
function own(type: string, config: BackendConfig, { written, moduleFolder }: OwnOptions): BackendInUse {
  if (type !== 'local') return { kind: 'own', type, config, written }
  const { path = 'terraform.tfstate', workspace_dir: workspaces = 'terraform.tfstate.d' } = config
  const absolute = (said: unknown): string => posix.resolve(moduleFolder, typeof said === 'string' ? said : '')
  return { kind: 'own', type, config: { ...config, path: absolute(path), workspace_dir: absolute(workspaces) }, written: 'override' }
}
