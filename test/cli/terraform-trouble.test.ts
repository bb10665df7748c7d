import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { project, writeFile } from '../rig/project.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { seen } from './seen.ts'

type Files = Readonly<Record<string, string>>

/** A document of a stack with the module stacks/NAME; `spec` is YAML, indented by two. */
function stackDocument(name: string, spec = '', source = `../stacks/${name}`): string {
  return `apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: ${name} }\nspec:\n  source: ${source}\n${spec}`
}

const module =
  'variable "size" {\n  type    = number\n  default = 1\n}\n\nresource "terraform_data" "servers" {\n  input = var.size\n}\n\noutput "size" {\n  value = terraform_data.servers.output\n}\n'

function stackProject(files: Files): string {
  const folder = project({ 'system/app.yaml': stackDocument('app'), 'stacks/app/main.tf': module, ...files })
  checkForLeaks(folder)
  return folder
}

/** What a person sees of an apply that is refused. Nothing may have been touched. */
async function refusal(files: Files, variables: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = stackProject(files)
  const text = await seen(['apply', 'dev', '--yes'], { folder, variables })
  expect(existsSync(join(folder, '.genesis'))).toBe(false)
  expect(existsSync(join(folder, 'out'))).toBe(false)
  return text
}

/** A folder for PATH with nothing but a `terraform` that is this shell script; with none, nothing at all. */
function onlyTerraform(script: string | null): Readonly<Record<string, string>> {
  const folder = tempFolder()
  if (script !== null) {
    writeFile(folder, 'terraform', `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, 'terraform'), 0o755)
  }
  return { PATH: folder }
}

describe('the program', () => {
  it('is missing', async () => {
    expect(await refusal({}, onlyTerraform(null))).toMatchInlineSnapshot(`
      "error[tool-missing]: dev/app: the program "terraform" was not found in PATH
       --> system/app.yaml:5:3
        |
      5 |   source: ../stacks/app
        |   ^^^^^^^^^^^^^^^^^^^^^
        = hint: install it (https://developer.hashicorp.com/terraform/install), or name another under spec.binary

      1 error in 1 file
      exit 3"
    `)
  })

  it('is missing under the name that the document gives it', async () => {
    expect(await refusal({ 'system/app.yaml': stackDocument('app', '  binary: tofu-nightly\n') })).toMatchInlineSnapshot(`
      "error[tool-missing]: dev/app: the program "tofu-nightly" was not found in PATH
       --> system/app.yaml:6:11
        |
      6 |   binary: tofu-nightly
        |           ^^^^^^^^^^^^
        = hint: install it (https://developer.hashicorp.com/terraform/install), or name another under spec.binary

      1 error in 1 file
      exit 3"
    `)
  })

  it('is too old for the document', async () => {
    expect(await refusal({ 'system/app.yaml': stackDocument('app', '  requiredVersion: ">= 1.6"\n') }, onlyTerraform(`echo '{"terraform_version":"0.12.0"}'`)))
      .toMatchInlineSnapshot(`
      "planning dev: 1 resource
      error[tool-version]: dev/app: terraform has the version 0.12.0, but >= 1.6 is required
       --> system/app.yaml:6:20
        |
      6 |   requiredVersion: ">= 1.6"
        |                    ^^^^^^^^
        = hint: install another version, or change spec.requiredVersion

      1 error in 1 file
      exit 3"
    `)
  })

  it('is too old to plan as JSON', async () => {
    const script = 'case "$1" in plan) echo "flag provided but not defined: -json" >&2; exit 1;; esac'
    expect(await refusal({}, onlyTerraform(script))).toMatchInlineSnapshot(`
      "planning dev: 1 resource
      error[tool-version]: dev/app: terraform plan failed:
        flag provided but not defined: -json
       --> system/app.yaml:3:19
        |
      3 | metadata: { name: app }
        |                   ^^^
        = hint: is "terraform" Terraform or OpenTofu, 1.6 or newer? Genesis needs their plans as JSON

      1 error in 1 file
      exit 3"
    `)
  })

  it('does nothing', async () => {
    expect(await refusal({}, onlyTerraform('exit 0'))).toMatchInlineSnapshot(`
      "planning dev: 1 resource
      error[tool-version]: dev/app: terraform plan ended well, but left no plan
       --> system/app.yaml:3:19
        |
      3 | metadata: { name: app }
        |                   ^^^
        = hint: is "terraform" Terraform or OpenTofu, 1.6 or newer? Genesis needs their plans as JSON

      1 error in 1 file
      exit 3"
    `)
  })

  it('fails without a word', async () => {
    expect(await refusal({}, onlyTerraform('exit 3'))).toMatchInlineSnapshot(`
      "planning dev: 1 resource
      error[tool-failed]: dev/app: terraform init failed (exit code 3)
       --> system/app.yaml:3:19
        |
      3 | metadata: { name: app }
        |                   ^^^

      1 error in 1 file
      exit 1"
    `)
  })

  it.skipIf(!hasTerraform)(withTerraform('is too old for the module'), async () => {
    const required = 'terraform {\n  required_version = ">= 99.0"\n}\n\n'
    expect(await refusal({ 'stacks/app/main.tf': required + module })).toMatchInlineSnapshot(`
      "planning dev: 1 resource
      error[tool-version]: dev/app: Unsupported Terraform Core version
        This configuration does not support Terraform version VERSION. To proceed, either choose another supported Terraform version or update this version constraint. Version constraints are normally set for good reason, so updating the constraint may lead to other errors or unexpected behavior.
       --> stacks/app/main.tf:2:3
        |
      2 |   required_version = ">= 99.0"
        |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

      1 error in 1 file
      exit 3"
    `)
  })
})

describe('the module', () => {
  it('does not exist', async () => {
    expect(await refusal({ 'system/app.yaml': stackDocument('app', '', '../stacks/ap') })).toMatchInlineSnapshot(`
      "error[module-invalid]: dev/app: there is no module folder stacks/ap
       --> system/app.yaml:5:11
        |
      5 |   source: ../stacks/ap
        |           ^^^^^^^^^^^^
        = hint: did you mean "stacks/app"?

      1 error in 1 file
      exit 3"
    `)
  })

  it('is a folder without a module', async () => {
    expect(await refusal({ 'system/app.yaml': stackDocument('app', '', '../stacks') })).toMatchInlineSnapshot(`
      "error[module-invalid]: dev/app: the module folder stacks holds no .tf file
       --> system/app.yaml:5:11
        |
      5 |   source: ../stacks
        |           ^^^^^^^^^
        = hint: name the folder of a root module

      1 error in 1 file
      exit 3"
    `)
  })

  it('declares no such variable', async () => {
    expect(await refusal({ 'system/app.yaml': stackDocument('app', '  variables:\n    siez: 3\n') })).toMatchInlineSnapshot(`
      "error[module-invalid]: dev/app: the module stacks/app declares no variable "siez"
       --> system/app.yaml:7:11
        |
      7 |     siez: 3
        |           ^
        = hint: did you mean "size"?

      1 error in 1 file
      exit 3"
    `)
  })

  it('needs a variable that is not given', async () => {
    expect(await refusal({ 'stacks/app/region.tf': 'variable "region" {\n  type = string\n}\n' })).toMatchInlineSnapshot(`
      "error[module-invalid]: dev/app: the module stacks/app needs the variable region, which has no default
       --> system/app.yaml:5:3
        |
      5 |   source: ../stacks/app
        |   ^^^^^^^^^^^^^^^^^^^^^
        = the variable region
       --> stacks/app/region.tf:1:1
        = hint: give it a value under spec.variables

      1 error in 1 file
      exit 3"
    `)
  })

  it('has a cloud block', async () => {
    expect(await refusal({ 'stacks/app/cloud.tf': 'terraform {\n  cloud {\n    organization = "acme"\n  }\n}\n' })).toMatchInlineSnapshot(`
      "error[module-invalid]: dev/app: the module stacks/app has a cloud block: its runs are HCP Terraform's own, which Genesis does not drive
       --> system/app.yaml:5:11
        |
      5 |   source: ../stacks/app
        |           ^^^^^^^^^^^^^
        = the cloud block
       --> stacks/app/cloud.tf:2:3
        = hint: replace it with a backend block, or remove it and let Genesis keep the state

      1 error in 1 file
      exit 3"
    `)
  })

  it('has no backend block that could be completed', async () => {
    expect(await refusal({ 'system/app.yaml': stackDocument('app', '  backend:\n    config: { key: app }\n') })).toMatchInlineSnapshot(`
      "error[module-invalid]: dev/app: backend.config completes the backend block of the module stacks/app, but the module has none
       --> system/app.yaml:7:5
        |
      7 |     config: { key: app }
        |     ^^^^^^^^^^^^^^^^^^^^
        = hint: say the "type" of the backend, too, or give the module a block: terraform { backend "s3" {} }

      1 error in 1 file
      exit 3"
    `)
  })

  it('is used by two stacks with one backend key', async () => {
    const backend = '  backend:\n    config: { path: "/var/lib/states/${environment.name}.tfstate" }\n'
    const documents = `${stackDocument('app', backend)}---\n${stackDocument('web', backend, '../stacks/app')}`
    const files = { 'system/app.yaml': documents, 'stacks/app/backend.tf': 'terraform {\n  backend "local" {}\n}\n' }
    expect(await refusal(files)).toMatchInlineSnapshot(`
      "error[ownership-conflict]: dev/web: the Terraform state /var/lib/states/dev.tfstate in the local backend is claimed by dev/app and by dev/web
        --> system/app.yaml:11:19
         |
      11 | metadata: { name: web }
         |                   ^^^
         = claimed here first
        --> system/app.yaml:3:19
         |
       3 | metadata: { name: app }
         |                   ^^^
         = hint: one real thing can have one owner only; give one of them another

      1 error in 1 file
      exit 3"
    `)
  })
})

describe.skipIf(!hasTerraform)(withTerraform('a state that lies beside the module'), () => {
  it('is refused, and taken over where somebody says so', async () => {
    const folder = stackProject({})
    const cwd = join(folder, 'stacks/app')
    const env = { PATH: process.env['PATH'], HOME: folder, CHECKPOINT_DISABLE: '1', TF_DATA_DIR: join(folder, '.terraform') }
    for (const argv of [['init'], ['apply', '-auto-approve']]) execFileSync('terraform', argv, { cwd, env, stdio: 'pipe' })
    const before = readFileSync(join(cwd, 'terraform.tfstate'), 'utf8')

    expect(await seen(['apply', 'dev', '--yes'], { folder })).toMatchInlineSnapshot(`
      "error[state-present]: dev/app: the Terraform state stacks/app/terraform.tfstate lies beside the module: planned without it, everything in it would be made a second time
       --> system/app.yaml:5:11
        |
      5 |   source: ../stacks/app
        |           ^^^^^^^^^^^^^
        = hint: if it belongs to dev/app: genesis state import dev/app stacks/app/terraform.tfstate; then move the file out of the module folder

      1 error in 1 file
      exit 3"
    `)
    expect(existsSync(join(folder, '.genesis'))).toBe(false)

    expect(await seen(['state', 'import', 'dev/app', 'stacks/app/terraform.tfstate'], { folder })).toMatchInlineSnapshot(`
      "The state of dev/app is kept now: serial 2, lineage LINEAGE. The file stays as it is; take it out of the repository.
      exit 0"
    `)
    expect(readFileSync(join(cwd, 'terraform.tfstate'), 'utf8')).toBe(before)
    rmSync(join(cwd, 'terraform.tfstate'))
    expect(await seen(['apply', 'dev', '--yes'], { folder })).toMatchInlineSnapshot(`
      "Plan for dev

          = record only

        # dev/app will be adopted: it exists and was not recorded
        = TerraformStack dev/app {
            + backend          = {
                + key  = "dev/app"
                + type = "genesis"
              }
            + source           = "stacks/app"
            + terraformVersion = "VERSION"
            + variables        = {}
          }

      Plan: 1 of 1 resource changes. Terraform: 0 to add, 0 to change, 0 to replace, 0 to destroy.
      Apply complete: 1 succeeded, 0 failed, 0 skipped in DURATION.
      planning dev: 1 resource
      dev/app: planned: adopt
      applying dev: 1 step (run RUN)
      dev/app: adopting
      dev/app: adopted after DURATION
      exit 0"
    `)
    expect(await seen(['plan', 'dev', '--detailed-exitcode'], { folder })).toMatchInlineSnapshot(`
      "No changes. dev is as declared (1 resource).
      planning dev: 1 resource
      exit 0"
    `)
    const [made] = (JSON.parse(before) as { resources: { instances: { attributes: { id: string } }[] }[] }).resources
    writeFile(folder, 'stacks/app/id.tf', 'output "id" {\n  value = terraform_data.servers.id\n}\n')
    await genesis(['apply', 'dev', '--yes'], { folder })
    const { out } = await genesis(['outputs', 'dev', 'app', '-o', 'json'], { folder })
    expect(out).toContain(made?.instances[0]?.attributes.id)
  })
})

describe.skipIf(!hasTerraform)(withTerraform('Terraform fails'), () => {
  it('in init', async () => {
    expect(await refusal({ 'stacks/app/zone.tf': 'module "zone" {\n  source = "../../modules/zone"\n}\n' })).toMatchInlineSnapshot(`
      "planning dev: 1 resource
      error[tool-failed]: dev/app: Unreadable module directory
        Unable to evaluate directory symlink: lstat ../../modules: no such file or directory
       --> system/app.yaml:3:19
        |
      3 | metadata: { name: app }
        |                   ^^^

      error[tool-failed]: dev/app: Unreadable module directory
        The directory  could not be read for module "zone" at zone.tf:1.
       --> stacks/app/zone.tf:1:1

      2 errors in 2 files
      exit 1"
    `)
  })

  it('in plan, over a type', async () => {
    expect(await refusal({ 'stacks/app/zone.tf': 'output "zone" {\n  value = var.size + "many"\n}\n' })).toMatchInlineSnapshot(`
      "planning dev: 1 resource
      error[tool-failed]: dev/app: Invalid operand
        Unsuitable value for right operand: a number is required.
       --> stacks/app/zone.tf:2:22
        |
      2 |   value = var.size + "many"
        |                      ^^^^^^

      1 error in 1 file
      exit 1"
    `)
  })

  it('in plan, over a condition', async () => {
    const zone =
      'resource "terraform_data" "zone" {\n  lifecycle {\n    precondition {\n      condition     = var.size > 1\n      error_message = "One server is no zone."\n    }\n  }\n}\n'
    expect(await refusal({ 'stacks/app/zone.tf': zone })).toMatchInlineSnapshot(`
      "planning dev: 1 resource
      error[tool-failed]: dev/app: Resource precondition failed
        One server is no zone.
       --> stacks/app/zone.tf:4:23
        |
      4 |       condition     = var.size > 1
        |                       ^^^^^^^^^^^^

      1 error in 1 file
      exit 1"
    `)
  })

  it('in plan, over its syntax', async () => {
    expect(await refusal({ 'stacks/app/zone.tf': 'output "zone" {\n  value = \n}\n' })).toMatchInlineSnapshot(`
      "planning dev: 1 resource
      error[tool-failed]: dev/app: Invalid expression
        Expected the start of an expression, but found an invalid expression token.
       --> stacks/app/zone.tf:2:3
        |
      2 |   value =
        |   ^^^^^^^

      1 error in 1 file
      exit 1"
    `)
  })

  it('in apply, and goes on from there once the cause is gone', async () => {
    const provisioner = (command: string) =>
      `resource "terraform_data" "boot" {\n  depends_on = [terraform_data.servers]\n  provisioner "local-exec" {\n    command = "${command}"\n  }\n}\n\noutput "boot" {\n  value = terraform_data.boot.id\n}\n`
    const reader = `apiVersion: genesis/v1\nkind: File\nmetadata: { name: reader }\nspec:\n  path: ../out/boot.txt\n  content: "\${resources.app.outputs.boot}"\n`
    const folder = stackProject({ 'stacks/app/boot.tf': provisioner('exit 1'), 'system/reader.yaml': reader })
    expect(await seen(['apply', 'dev', '--yes'], { folder })).toMatchInlineSnapshot(`
      "Plan for dev

          + create
          » deferred: planned during apply

        # dev/app will be created: 2 changes inside
        + TerraformStack dev/app {
            + backend          = {
                + key  = "dev/app"
                + type = "genesis"
              }
            + source           = "stacks/app"
            + terraformVersion = "VERSION"
            + variables        = {}

            # terraform_data.boot will be created
            + terraform_data.boot {
                + id = (known after apply)
              }

            # terraform_data.servers will be created
            + terraform_data.servers {
                + id     = (known after apply)
                + input  = 1
                + output = (known after apply)
              }
          }

        # dev/reader will be planned when its inputs are known
        # waits for the outputs of dev/app (known after apply)
        » File dev/reader {
              content = (known after apply)
              path    = "../out/boot.txt"
          }

      Plan: 1 of 2 resources changes, 1 deferred. Terraform: 2 to add, 0 to change, 0 to replace, 0 to destroy.
      error: dev/app failed while creating
        terraform apply failed
        Error: local-exec provisioner error
          on stacks/app/boot.tf:3, in resource "terraform_data" "boot"
          Error running command 'exit 1': exit status 1. Output:

      not started:
        dev/reader: it waits for dev/app, which failed

      Apply partly done: 0 succeeded, 1 failed, 1 skipped in DURATION.
      To go on with the rest, mend the cause and run: genesis apply dev
      What happened is kept: genesis show RUN
      planning dev: 2 resources
      dev/app: planned: create
      dev/reader: deferred
      note: made a new state database: PROJECT/.genesis/state.db
      applying dev: 2 steps (run RUN)
      dev/app: creating
      dev/app: terraform_data.servers: Creating... (0/2)
      dev/app: terraform_data.servers: Creation complete after DURATION [id=LINEAGE] (1/2)
      dev/app: terraform_data.boot: Creating... (1/2)
      dev/app: failed after DURATION: terraform apply failed
      dev/reader: skipped: it waits for dev/app, which failed
      exit 6"
    `)
    expect(existsSync(join(folder, 'out/boot.txt'))).toBe(false)
    expect(await seen(['state', 'list'], { folder })).toMatchInlineSnapshot(`
      "ADDRESS  KIND            STATUS      REVISION  UPDATED
      dev/app  TerraformStack  incomplete  1         TIME (just now)
      exit 0"
    `)
    writeFile(folder, 'stacks/app/boot.tf', provisioner('exit 0'))
    expect(await seen(['apply', 'dev', '--yes'], { folder })).toMatchInlineSnapshot(`
      "Plan for dev

          ~ update in place
        -/+ replace
          » deferred: planned during apply

        # dev/app will be updated in place: its last apply did not end well; 1 change inside
        # taking it back makes a new one: what it holds is lost
        ~ TerraformStack dev/app {
            # terraform_data.boot must be replaced
            # (because it is tainted)
          -/+ terraform_data.boot {
                ~ id = "LINEAGE" -> (known after apply)
              }
          }

        # dev/reader will be planned when its inputs are known
        # waits for the outputs of dev/app (known after apply)
        » File dev/reader {
              content = (known after apply)
              path    = "../out/boot.txt"
          }

      Plan: 1 of 2 resources changes, 1 deferred. Terraform: 0 to add, 0 to change, 1 to replace, 0 to destroy.
      Apply complete: 2 succeeded, 0 failed, 0 skipped in DURATION.
      planning dev: 2 resources
      dev/app: planned: update
      dev/reader: deferred
      applying dev: 2 steps (run RUN)
      dev/app: updating
      dev/app: terraform_data.boot: Destroying... [id=LINEAGE] (0/1)
      dev/app: terraform_data.boot: Destruction complete after DURATION (1/1)
      dev/app: terraform_data.boot: Creating... (1/1)
      dev/app: terraform_data.boot: Creation complete after DURATION [id=LINEAGE] (1/1)
      dev/app: updated after DURATION
      dev/reader: creating
      dev/reader: created after DURATION
      exit 0"
    `)
    expect(readFileSync(join(folder, 'out/boot.txt'), 'utf8')).not.toBe('')
    expect((await genesis(['plan', 'dev', '--detailed-exitcode'], { folder })).code).toBe(0)
  })
})
