import type { Files } from '../ports/files.ts'
import type { Random } from '../ports/random.ts'
import { answered, refused, type Result } from './result.ts'

/** Writes the starting project into a folder, which is made when it is missing. Gives the files, relative to it. */
export async function initProject(ports: { readonly files: Files; readonly random: Random }, folder: string): Promise<Result<readonly string[]>> {
  const { files, random } = ports
  const wanted = Object.entries(template({ name: projectName(folder), id: random.secret(4) }))
  for (const [path] of wanted) {
    if ((await files.stat(`${folder}/${path}`, { follow: false })) === null) continue
    return refused([
      { code: 'project-invalid', severity: 'error', message: `${folder}/${path} is there already`, hint: 'choose an empty folder: nothing was written' },
    ])
  }
  for (const [path, text] of wanted) {
    const slash = path.lastIndexOf('/')
    await files.makeDirectory(slash < 0 ? folder : `${folder}/${path.slice(0, slash)}`, { mode: 0o755 })
    await files.write(`${folder}/${path}`, text, { mode: 0o644, durable: false })
  }
  return answered(wanted.map(([path]) => path))
}

function projectName(folder: string): string {
  const name = (folder.split('/').at(-1) ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
  return name === '' ? 'project' : name.slice(0, 60)
}

function template(project: { readonly name: string; readonly id: string }): Readonly<Record<string, string>> {
  return {
    'genesis.yaml': `apiVersion: genesis/v1
kind: Project
metadata:
  name: ${project.name}
  id: "${project.id}" # tells this project's state from others'; keep it
`,
    'environments/dev.yaml': `apiVersion: genesis/v1
kind: Environment
metadata: { name: dev }
spec:
  variables:
    greeting: Hello
`,
    'system/hello.yaml': `# A file that Genesis keeps as declared; change it by hand, and the next plan shows the drift.
apiVersion: genesis/v1
kind: File
metadata: { name: hello }
spec:
  path: "../out/\${environment.name}/hello.txt"
  content: |
    \${environment.variables.greeting} from \${environment.name}.
---
# A reference is a dependency: this one waits for the file.
apiVersion: genesis/v1
kind: File
metadata: { name: receipt }
spec:
  path: "../out/\${environment.name}/receipt.json"
  content: |
    { "file": "\${resources.hello.outputs.path}", "digest": "\${resources.hello.outputs.digest}" }
`,
    '.gitignore': `.genesis/
out/
`,
  }
}
