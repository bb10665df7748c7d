import { describe, expect, it } from 'vitest'
import { genesis } from '../rig/cli.ts'
import { project } from '../rig/project.ts'

const files = {
  'environments/dev.yaml': 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: dev }\nspec: { env: { REGION: eu-west-1, LANG: de_DE.UTF-8 } }\n',
  'system/show.yaml': `apiVersion: genesis/v1
kind: Command
metadata: { name: show }
spec:
  create: [node, -e, "process.stdin.resume(); process.stdout.write(JSON.stringify({ seen: process.env }))"]
`,
}

describe('what programs see of the environment Genesis runs in', () => {
  it('is a small base, with what the environment adds or says otherwise', async () => {
    const folder = project(files)
    const passed = {
      HTTPS_PROXY: 'http://proxy',
      SSH_AUTH_SOCK: '/agent',
      SSL_CERT_FILE: '/ca',
      TF_CLI_CONFIG_FILE: '/rc',
      TF_PLUGIN_CACHE_DIR: '/plugins',
      TMPDIR: '/tmp',
    }
    const kept = {
      AWS_PROFILE: 'mine',
      TF_VAR_size: '9',
      TF_CLI_ARGS: '-x',
      TF_CLI_ARGS_plan: '-y',
      TF_WORKSPACE: 'w',
      TF_DATA_DIR: '/d',
      NODE_OPTIONS: '',
      FOO: 'bar',
    }
    const { code, err } = await genesis(['apply', 'dev', '--yes'], { folder, variables: { ...passed, ...kept } })
    expect(code, err).toBe(0)
    const { out } = await genesis(['outputs', 'dev', 'show', '-o', 'json'], { folder })
    const { seen } = (JSON.parse(out) as { outputs: { show: { seen: { value: Record<string, string> } } } }).outputs.show
    expect(seen.value).toMatchObject({ ...passed, HOME: folder, REGION: 'eu-west-1', LANG: 'de_DE.UTF-8' })
    expect(Object.keys(kept).filter((name) => name in seen.value)).toEqual([])
  })
})
