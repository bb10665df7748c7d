import type { GitScope } from '../plan/environment-scope.ts'
import type { GitRepository } from '../ports/git.ts'

/** `git` can be read only by that name. An escape of YAML may hide a letter of it, or join what stands in two lines. */
const mayReadGit = /\bgit\b|\\[xuU\r\n]/

/** What git says of a project: a program that many commands need not wait for, and is asked once. */
export class GitOnDemand {
  readonly #ask: () => Promise<GitRepository | null>
  #answer: Promise<GitRepository | null> | null = null

  constructor(ask: () => Promise<GitRepository | null>) {
    this.#ask = ask
  }

  /** Null where there is none. */
  repository(): Promise<GitRepository | null> {
    return (this.#answer ??= this.#ask())
  }

  /** For the expressions in some texts: git is asked only where one of them may read it. */
  async scope(texts: readonly string[]): Promise<GitScope> {
    const answer = texts.some((text) => mayReadGit.test(text)) ? await this.repository() : null
    return { commit: answer?.commit ?? null, branch: answer?.branch ?? null }
  }
}
