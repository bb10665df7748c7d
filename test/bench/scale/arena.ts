import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { run } from '../measure.ts'
import { writeLayeredProject, type Layering } from './layered-project.ts'
import { writeLayeredTerraform } from './layered-terraform.ts'
import type { Program } from './watch.ts'

const root = join(import.meta.dirname, '../../..')
const genesis = join(root, 'bin/genesis.js')

/** A folder with everything that is measured, and the programs that work on it. */
export class Arena {
  readonly #folder: string
  readonly #env: NodeJS.ProcessEnv

  private constructor(folder: string) {
    this.#folder = folder
    this.#env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache'), NO_COLOR: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' }
  }

  /** Bundles the programs written by hand as Genesis itself is bundled, so that none pays for loading more files than another. */
  static async open(folder: string): Promise<Arena> {
    const programs = ['bare-plan', 'bare-apply']
    await build({
      entryPoints: programs.map((name) => join(import.meta.dirname, `${name}.ts`)),
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      // `yaml` is CommonJS.
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'warning',
    })
    return new Arena(folder)
  }

  /** Writes a project; gives its folder. Nothing of it is applied. */
  project(name: string, layering: Layering): string {
    const folder = join(this.#folder, name)
    writeLayeredProject(folder, layering)
    return folder
  }

  /** Writes a Terraform module with the state of its apply, or without; gives its folder, ready to be planned. */
  module(name: string, layering: Layering, { applied }: { readonly applied: boolean }): string {
    const folder = join(this.#folder, name)
    writeLayeredTerraform(folder, layering)
    if (!applied) rmSync(join(folder, 'terraform.tfstate'))
    run(['terraform', 'init', '-input=false'], { cwd: folder, env: this.#env })
    return folder
  }

  /** Takes away what applying a project left. */
  unapply(project: string): void {
    for (const name of ['.genesis', 'out', 'log']) rmSync(join(project, name), { recursive: true, force: true })
  }

  /** Makes Genesis forget what it has parsed. */
  forgetParsed(): void {
    rmSync(join(this.#folder, 'cache/genesis/parsed'), { recursive: true, force: true })
  }

  plan(project: string): Program {
    return this.#program(project, [genesis, 'plan', 'dev', '--chdir', project], 'No changes. dev is as declared')
  }

  apply(project: string): Program {
    return this.#program(project, [genesis, 'apply', 'dev', '--yes', '--chdir', project], 'Apply complete')
  }

  barePlan(project: string): Program {
    return this.#program(project, [process.execPath, join(this.#folder, 'bare-plan.mjs'), project], 'No changes')
  }

  bareApply(project: string): Program {
    return this.#program(project, [process.execPath, join(this.#folder, 'bare-apply.mjs'), project], 'Wrote ')
  }

  terraformPlan(module: string, prints: string): Program {
    return this.#program(module, ['terraform', 'plan', '-input=false', '-no-color'], prints)
  }

  #program(cwd: string, argv: readonly string[], prints: string): Program {
    return { argv, cwd, env: this.#env, prints }
  }
}
