import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, type Timed } from './measure.ts'

type Outputs = Readonly<Record<string, { readonly value: unknown }>>

/** Applies the stacks of the shop's `dev` with Terraform alone, in their order, each from nothing: what a careful script would do. */
export function rawShop(stacks: string, folder: string, outside: NodeJS.ProcessEnv): Pick<Timed, 'before' | 'run'> {
  const env = { ...outside, TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' }
  const apply = (stack: string, variables: Readonly<Record<string, unknown>>): Outputs => {
    const cwd = join(folder, stack)
    const file = join(folder, `${stack}.tfvars.json`)
    writeFileSync(file, JSON.stringify(variables))
    run(['terraform', 'init', '-input=false', '-no-color'], { cwd, env })
    run(['terraform', 'plan', '-input=false', '-no-color', `-var-file=${file}`, '-out=tfplan'], { cwd, env })
    run(['terraform', 'show', '-json', 'tfplan'], { cwd, env })
    run(['terraform', 'apply', '-input=false', '-no-color', 'tfplan'], { cwd, env })
    return (JSON.parse(readFileSync(join(cwd, 'terraform.tfstate'), 'utf8')) as { outputs: Outputs }).outputs
  }
  const before = (): void => {
    rmSync(folder, { recursive: true, force: true })
    cpSync(stacks, folder, { recursive: true })
  }
  const applyAll = (): void => {
    const network = apply('network', { environment: 'dev', cidr: '10.10.0.0/16', zones: ['a'] })
    const database = apply('database', { name: 'shop-dev', subnet_ids: network['subnet_ids']!.value, size: 20 })
    const secret = { endpoint: database['endpoint']!.value, password: database['password']!.value }
    apply('app', { vpc_id: network['vpc_id']!.value, database: secret, image: 'shop:1.4.0', replicas: 1 })
  }
  return { before, run: applyAll }
}
