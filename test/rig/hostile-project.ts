import { execFile, execFileSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const fixture = join(import.meta.dirname, '../fixtures/hostile')

/** Copies test/fixtures/hostile to `root`, leads its backends to `stateServer`, and makes a repository with one commit of it. */
export function copyHostileProject(root: string, stateServer: string): void {
  cpSync(fixture, root, { recursive: true, verbatimSymlinks: true })
  const environments = join(root, 'environments/environments.yaml')
  writeFileSync(environments, readFileSync(environments, 'utf8').replaceAll('http://state-server.invalid', stateServer))
  for (const argv of [
    ['init', '-q'],
    ['add', '-A'],
    ['-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-q', '-m', 'first'],
  ]) {
    execFileSync('git', argv, { cwd: root, stdio: 'pipe' })
  }
}

/** What a team had before: the state of one environment, made by Terraform by hand in the clone at `root`, which is left as it was. */
export async function applyByHand(root: string, made: { readonly stateServer: string; readonly environment: string; readonly size: number }): Promise<void> {
  const { stateServer, environment, size } = made
  const cwd = join(root, 'stacks/app')
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, CHECKPOINT_DISABLE: '1', TF_DATA_DIR: join(root, '.terraform'), TF_HTTP_ADDRESS: `${stateServer}/states/${environment}/app` }
  await run('terraform', ['init', '-input=false'], { cwd, env })
  await run('terraform', ['apply', '-input=false', '-auto-approve', `-var=size=${size}`], { cwd, env })
}
