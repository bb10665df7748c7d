import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { genesis } from '../../rig/cli.ts'
import { fileDocument, project } from '../../rig/project.ts'

const prod = { 'environments/prod.yaml': 'apiVersion: genesis/v1\nkind: Environment\nmetadata: { name: prod }\n' }
const two = () => project({ ...prod, 'system/a.yaml': fileDocument('app', 'x') })
const one = () => project({ 'system/a.yaml': fileDocument('app', 'x') })

/** What a person reads: the messages, then what to type. Nothing may have happened. */
async function answer(line: string, folder = two(), variables: Readonly<Record<string, string>> = {}): Promise<string> {
  const { code, out, err } = await genesis(line.split(' '), { folder, variables })
  expect({ code, out, store: existsSync(join(folder, '.genesis')) }).toEqual({ code: 3, out: '', store: false })
  return err
    .split('\n')
    .filter((text) => text !== '' && !/^\d+ errors?$/.test(text))
    .map((text) => text.replace('error[usage]: ', '').replace(/^ *= hint: /, '=> '))
    .join('\n')
}

describe('a command of another tool', () => {
  it.each([
    // Terraform
    ['output', '"output" is a word of Terraform\n=> genesis outputs ENVIRONMENT'],
    ['output prod app', '"output" is a word of Terraform\n=> genesis outputs prod app'],
    [
      'output -json',
      '"output" is a word of Terraform\n"-json" is not taken: -o json gives a document of a shape of its own\n=> genesis outputs ENVIRONMENT -o json',
    ],
    ['import aws_vpc.main vpc-1 -e prod', '"import" is a word of Terraform: a state file is taken over as a whole; one object, by an import block in its module\n=> genesis state import prod/NAME FILE'], // prettier-ignore
    ['taint prod app', '"taint" is a word of Terraform: nothing is marked beforehand\n=> genesis plan prod --replace app'],
    ['taint module.db.aws_db_instance.main', '"taint" is a word of Terraform: nothing is marked beforehand\n=> genesis plan ENVIRONMENT --replace STACK:module.db.aws_db_instance.main'], // prettier-ignore
    ['force-unlock 1b2c prod', '"force-unlock" is a word of Terraform\n=> genesis unlock ENVIRONMENT'],
    ['force-unlock -force prod', '"force-unlock" is a word of Terraform\n=> genesis unlock prod'],
    ['get', `"get" is a word of kubectl: Terraform's modules are fetched when a stack is planned\n=> genesis state list ENVIRONMENT`],
    ['console prod/app', '"console" is a word of Terraform\n=> genesis explain prod/app PATH'],
    ['fmt -recursive', '"fmt" is a word of Terraform: modules are formatted by Terraform itself\n=> terraform fmt -recursive'],
    ['workspace list', '"workspace list" is a word of Terraform: it lists the environments\n=> genesis validate'],
    ['workspace select prod', '"workspace select" is a word of Terraform\n=> export GENESIS_ENVIRONMENT=prod'],
    ['terraform plan -out=x prod', '"terraform" is a word of Terraform: Genesis calls Terraform itself\n=> genesis plan prod --out x'],
    // Terragrunt
    ['run --all plan', '"run --all" is a word of Terragrunt: every command is about a whole environment\n=> genesis plan ENVIRONMENT'],
    ['run-all apply prod -auto-approve', '"run-all" is a word of Terragrunt: every command is about a whole environment\n=> genesis apply prod --yes'],
    ['run --all output', '"run --all" is a word of Terragrunt: every command is about a whole environment\n"output" is a word of Terraform\n=> genesis outputs ENVIRONMENT'], // prettier-ignore
    [
      'plan-all --terragrunt-working-dir live',
      '"plan-all" is a word of Terragrunt: every plan is about a whole environment\n=> genesis plan ENVIRONMENT -C live',
    ],
    ['graph-dependencies prod', '"graph-dependencies" is a word of Terragrunt\n=> genesis graph prod'],
    // Pulumi
    ['up', '"up" is a word of Pulumi\n=> genesis apply ENVIRONMENT'],
    ['up prod --yes --diff --target app', '"up" is a word of Pulumi\n=> genesis apply prod app --yes'],
    ['preview -s prod', '"preview" is a word of Pulumi\n"-s prod" is not taken: a stack of Pulumi is an environment here\n=> genesis plan -e prod'],
    ['stack ls', '"stack ls" is a word of Pulumi: it lists the environments\n=> genesis validate'],
    ['stack output prod', '"stack output" is a word of Pulumi\n=> genesis outputs prod'],
    ['stack rm prod', '"stack rm" is a word of Pulumi\n=> genesis destroy prod'],
    ['cancel prod', '"cancel" is a word of Pulumi\n=> genesis unlock prod'],
    ['new shop', '"new" is a word of Pulumi\n=> genesis init shop'],
    // kubectl
    ['get pods -n prod', `"get" is a word of kubectl: Terraform's modules are fetched when a stack is planned\n"-n prod" is not taken: there are no namespaces; what separates things is an environment\n=> genesis state list -e prod`], // prettier-ignore
    ['describe file app', '"describe" is a word of kubectl\n=> genesis explain ENVIRONMENT/app'],
    ['delete app', '"delete" is a word of kubectl: it stays away when its document is taken out, too\n=> genesis destroy ENVIRONMENT app'],
    ['delete', '"delete" is a word of kubectl: it stays away when its document is taken out, too\n=> genesis destroy ENVIRONMENT NAME'],
    ['edit prod app', '"edit" is a word of kubectl: what is wanted stands in the documents, and is changed there\n=> genesis plan prod'],
    ['config use-context prod', '"config use-context" is a word of kubectl\n=> export GENESIS_ENVIRONMENT=prod'],
  ])('%s', async (line, expected) => {
    expect(await answer(line)).toBe(expected)
  })

  it('names the only environment, and the one that is given', async () => {
    expect(await answer('up', one())).toContain('=> genesis apply dev')
    expect(await answer('up', two(), { GENESIS_ENVIRONMENT: 'prod' })).toMatch(/=> genesis apply$/)
    expect(await answer('cancel', two(), { GENESIS_ENVIRONMENT: 'prod' })).toContain('=> genesis unlock prod')
    expect(await answer('-e dev cancel')).toContain('=> genesis unlock dev')
    const elsewhere = one()
    expect(await answer(`-C ${elsewhere} up`)).toContain(`=> genesis apply dev -C ${elsewhere}`)
  })

  it('quotes what a shell would take apart', async () => {
    const { err } = await genesis(['describe', "it's $HOME"], { folder: two() })
    expect(err).toContain(String.raw`genesis explain 'ENVIRONMENT/it'\''s $HOME'`)
  })
})

describe('an option of another tool that means something else', () => {
  it.each([
    ['plan -target=app', 'no environment is named\n=> genesis plan ENVIRONMENT app'],
    ['plan prod -target=module.vpc.aws_vpc.main', '"-target=module.vpc.aws_vpc.main" is not taken: a target is the name of a resource of the environment; a stack is planned as a whole\n=> genesis plan prod NAME'], // prettier-ignore
    ['plan prod -var size=3', `"-var size=3" is not taken: values stand in documents; for one command, a variable of the environment or a part of a resource (NAME.variables.x=…) can be set\n=> genesis plan prod --set environment.variables.size=3`], // prettier-ignore
    ['plan prod -var-file=x.tfvars -lock=false', `"-var-file=x.tfvars" is not taken: files of variables are named in the stack's document, under spec.varFiles\n"-lock=false" is not taken: an environment is always held while it is changed\n=> genesis plan prod`], // prettier-ignore
    ['plan prod -json', '"-json" is not taken: -o jsonl streams events, and -o json gives one document, both of a shape of their own\n=> genesis plan prod -o jsonl'], // prettier-ignore
    ['show -json x.plan', '"-json" is not taken: -o json gives a document of a shape of its own\n=> genesis show x.plan -o json'],
    ['plan -refresh-only prod', '"-refresh-only" is not taken: a plan shows what has drifted before it shows what would change\n=> genesis plan prod'],
    ['apply -destroy prod', '"-destroy" is not taken: taking everything away is a command of its own\n=> genesis destroy prod'],
    ['apply prod -parallelism=2', `"-parallelism=2" is not taken: --concurrency bounds how many resources are worked on at once; inside a stack, Terraform's own bound stays\n=> genesis apply prod --concurrency 2`], // prettier-ignore
    ['plan prod -lock-timeout 5m', '"-lock-timeout 5m" is not taken: nothing is held while it is planned or read: only what changes an environment stands in line, with --lock-timeout of its own\n=> genesis plan prod'], // prettier-ignore
    ['init -upgrade', '"-upgrade" is not taken: "genesis init" writes a new project; stacks are initialised by themselves when they have to be\n=> genesis plan ENVIRONMENT'], // prettier-ignore
    [
      'init -backend-config=bucket=x',
      '"-backend-config=bucket=x" is not taken: a backend stands in the document, under spec.backend\n=> genesis plan ENVIRONMENT',
    ],
    ['apply -f system/app.yaml', '"-f system/app.yaml" is not taken: all documents of the project count; a part of them is chosen by targets\n=> genesis apply ENVIRONMENT NAME'], // prettier-ignore
    [
      'apply prod --non-interactive',
      '"--non-interactive" is not taken: --yes answers the question; without a terminal nothing is asked\n=> genesis apply prod --yes',
    ],
    ['plan prod -auto-approve', '"-auto-approve" is "--yes" here, which "genesis plan" does not take\n=> genesis plan prod'],
  ])('%s', async (line, expected) => {
    expect(await answer(line)).toBe(expected)
  })

  it('is answered as a document where programs listen', async () => {
    const { code, out } = await genesis(['plan', 'prod', '-lock=false', '-o', 'json'], { folder: two() })
    expect(code).toBe(3)
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      exitCode: 3,
      diagnostics: [
        { code: 'usage', message: '"-lock=false" is not taken: an environment is always held while it is changed', hint: 'genesis plan prod -o json' },
      ],
    })
  })
})

describe('an option of another tool that means the same', () => {
  const plain = async (line: string) => {
    const { code, out, err } = await genesis(line.split(' '), {
      folder: project({ 'system/a.yaml': fileDocument('app', 'x') + `---\n${fileDocument('other', 'y')}` }),
    })
    const changing = /\brun \w{26}\b|\/tmp\/\S+|after \S+|in [\d.]+s/g
    return { code, out: out.replaceAll(changing, ''), err: err.replaceAll(changing, '').split('\n').sort() }
  }

  it.each([
    ['plan dev -detailed-exitcode', 'plan dev --detailed-exitcode'],
    ['plan -out=x.plan dev', 'plan dev --out x.plan'],
    ['plan -out x.plan dev -input=false -no-color -lock=true -refresh=true', 'plan dev --out x.plan'],
    ['plan dev -destroy=true', 'plan dev --destroy'],
    ['plan dev -target=app', 'plan dev app'],
    ['plan -target app -target=dev/other dev', 'plan dev app dev/other'],
    ['plan dev --target app --save-plan x.plan', 'plan dev app --out x.plan'],
    ['-chdir=. plan dev', '-C . plan dev'],
    ['apply dev -auto-approve', 'apply dev --yes'],
    ['apply dev --auto-approve=true', 'apply dev --yes'],
    ['apply dev -auto-approve=false', 'apply dev'],
    ['apply dev --dry-run=client', 'apply dev --dry-run'],
    ['apply dev --dry-run=none --yes', 'apply dev --yes'],
    ['apply dev --prune --wait --yes --continue-on-error', 'apply dev --yes --on-failure continue'],
    ['destroy dev -force', 'destroy dev --yes'],
    ['validate -no-color', 'validate --no-color'],
    ['plan -help', 'plan --help'],
  ])('%s', async (foreign, own) => {
    expect(await plain(foreign)).toEqual(await plain(own))
  })
})

describe('words that nobody has', () => {
  it.each([
    ['aply dev', 'there is no command "genesis aply"\n=> did you mean "genesis apply"?'],
    ['frobnicate', 'there is no command "genesis frobnicate"\n=> "genesis --help" lists what there is'],
    ['state lits', 'there is no command "genesis state lits"\n=> did you mean "genesis state list"?'],
    ['aply --help', 'there is no command "genesis aply"\n=> did you mean "genesis apply"?'],
    ['help aply', 'there is no command "genesis aply"\n=> did you mean "genesis apply"?'],
    ['help state lits', 'there is no command "genesis state lits"\n=> did you mean "genesis state list"?'],
    ['help output', '"output" is a word of Terraform\n=> genesis outputs ENVIRONMENT --help'],
    ['plan dev --otu x', '"genesis plan" has no option --otu\n=> did you mean --out?'],
    ['plan dev --vrebose', '"genesis plan" has no option --vrebose\n=> did you mean --verbose?'],
    ['plan dev -q', '"genesis plan" has no option -q\n=> "genesis plan --help" lists them'],
    ['plan dev -bogus=1', '"genesis plan" has no option -bogus=1\n=> "genesis plan --help" lists them'],
    ['plan dev -o jsno', '--output does not take "jsno"\n=> did you mean "json"?'],
    ['plan dev -o wide', '--output does not take "wide"\n=> it takes text, json, jsonl, yaml, table, markdown, html'],
    ['apply dev --concurrency 0', '--concurrency does not take "0"\n=> a whole number from 1 on'],
    ['plan dev --out', '--out needs a value\n=> --out <file>'],
    ['completion tcsh', '<shell> does not take "tcsh"\n=> it takes bash, zsh, fish'],
    ['state show', '"genesis state show" needs <address>\n=> genesis state show <address> [options]'],
    ['runs a b', '"genesis runs" does not take so many words\n=> genesis runs [environment] [options]'],
  ])('%s', async (line, expected) => {
    expect(await answer(line)).toBe(expected)
  })

  it('are a document where programs listen', async () => {
    const { code, out } = await genesis(['plan', 'dev', '--otu', 'x', '-ojson'], { folder: two() })
    expect(code).toBe(3)
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'usage', message: '"genesis plan" has no option --otu', hint: 'did you mean --out?' }],
    })
  })
})

describe('a name that is no environment', () => {
  it.each([
    'plan prdo',
    'apply prdo',
    'destroy prdo',
    'validate prdo',
    'outputs prdo',
    'state list prdo',
    'graph prdo',
    'unlock prdo',
    'runs prdo',
    'plan -e prdo',
  ])('%s', async (line) => {
    expect(await answer(line)).toBe('error[unknown-environment]: no environment is named "prdo"\n=> did you mean "prod"?')
  })
})
