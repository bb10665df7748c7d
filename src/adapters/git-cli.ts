import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { FileError } from '../ports/files.ts'
import type { Git, GitRepository } from '../ports/git.ts'
import { errorCode } from './file-error.ts'

/** A listing above this is refused: some hundred thousand files. */
const maxOutputBytes = 64 * 1024 * 1024

/** The mode that git's index gives to a sub-module. */
const submoduleMode = '160000'

/** Set while git runs a hook; they would turn every question about a folder into one about another repository. */
const repositoryVariables = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
]

/** Git by the `git` program, found by the given environment's PATH. A listing that fails is thrown as a file error about its folder. */
export function gitCli(options: { readonly environment: Readonly<Record<string, string | undefined>> }): Git {
  const environment = gitEnvironment(options.environment)
  const asked = new Map<string, Promise<GitRepository | null>>()
  const repository = (folder: string): Promise<GitRepository | null> => {
    const answer = findRepository(folder, environment)
    asked.set(folder, answer)
    return answer
  }
  return {
    repository,
    root: async (folder) => (await (asked.get(folder) ?? repository(folder)))?.root ?? null,
    async files(folder) {
      const answer = await runGit(['ls-files', '-z', '-t', '-s', '-c', '-d', '-o', '--exclude-standard'], { folder, environment })
      if (!answer.ok) throw new FileError('io', folder, { cause: answer.error })
      return presentFiles(answer.output.split('\0'))
    },
  }
}

async function findRepository(folder: string, environment: NodeJS.ProcessEnv): Promise<GitRepository | null> {
  if (!mayBeInRepository(folder)) return null
  const answer = await runGit(['rev-parse', '--show-toplevel', 'HEAD', '--symbolic-full-name', 'HEAD'], { folder, environment })
  const [root, commit, branch] = answer.output.split('\n')
  if (root === undefined || root === '') return null
  if (answer.ok && commit !== undefined && branch !== undefined) return { root, commit, branch: shortBranch(branch) }
  return unbornRepository(root, environment)
}

/** Whether git would find anything: a work tree has a `.git` in its top folder, a file or a folder. Looking is a hundred times cheaper than asking git. */
function mayBeInRepository(folder: string): boolean {
  try {
    for (let at = realpathSync.native(folder); ; at = dirname(at)) {
      if (existsSync(join(at, '.git'))) return true
      if (at === dirname(at)) return false
    }
  } catch {
    return true
  }
}

/** Before the first commit `HEAD` cannot be resolved, but it names a branch. */
async function unbornRepository(root: string, environment: NodeJS.ProcessEnv): Promise<GitRepository> {
  const answer = await runGit(['symbolic-ref', '-q', 'HEAD'], { folder: root, environment })
  return { root, commit: null, branch: answer.ok ? shortBranch(answer.output.trim()) : null }
}

function shortBranch(reference: string): string | null {
  return reference.startsWith('refs/heads/') ? reference.slice('refs/heads/'.length) : null
}

/** Entries are `<tag> <mode> <object> <stage>\t<path>` for tracked files and `? <path>` for others; a deleted file comes twice, once tagged R. */
function presentFiles(entries: readonly string[]): readonly string[] {
  const present = new Set<string>()
  const absent = new Set<string>()
  for (const entry of entries) {
    const tag = entry.charAt(0)
    const tab = entry.indexOf('\t')
    const path = tag === '?' ? entry.slice(2) : entry.slice(tab + 1)
    // A repository inside the work tree is listed as a folder with a slash at its end.
    if (path === '' || path.endsWith('/')) continue
    // S: left out of a sparse checkout.
    if (tag === 'R' || tag === 'S' || (tag !== '?' && entry.startsWith(submoduleMode, 2))) absent.add(path)
    else present.add(path)
  }
  return [...present].filter((path) => !absent.has(path)).sort()
}

interface GitAnswer {
  readonly ok: boolean
  readonly output: string
  readonly error: unknown
}

function runGit(argv: readonly string[], { folder, environment }: { folder: string; environment: NodeJS.ProcessEnv }): Promise<GitAnswer> {
  return new Promise((resolve) => {
    const failed = (error: unknown): void => resolve({ ok: false, output: '', error })
    try {
      const { execFile } = process.getBuiltinModule('node:child_process')
      execFile('git', argv, { cwd: folder, env: environment, maxBuffer: maxOutputBytes }, (error, output) => {
        if (errorCode(error) === 'ENOENT') failed(error)
        else resolve({ ok: error === null, output, error })
      })
    } catch (error) {
      // A folder that is a file is told at once, not to the callback.
      failed(error)
    }
  })
}

function gitEnvironment(given: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...given, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' }
  for (const name of repositoryVariables) Reflect.deleteProperty(environment, name)
  return environment
}
