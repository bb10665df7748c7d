import { countPredecessors } from '../graph/order-graph.ts'

/** A graph without circles, and what is done at each of its nodes. */
export interface GraphWalk {
  /** For each node 0 … n−1, those that wait for it. */
  readonly successors: readonly (readonly number[])[]
  /** How many nodes are visited at once. */
  readonly concurrency: number
  readonly visit: (node: number) => Promise<void>
}

/**
 * Visits every node once what it waits for has been visited, in the order in which they become free. After an error no further node is
 * visited, and it is thrown once nothing runs any more. Linear, and never more promises than nodes visited at once.
 */
export async function walkGraph({ successors, concurrency, visit }: GraphWalk): Promise<void> {
  const waiting = countPredecessors(successors)
  const free = [...waiting.keys()].filter((node) => waiting[node] === 0)
  const errors: unknown[] = []
  let taken = 0
  let running = 0
  const release = (node: number): void => {
    for (const successor of successors[node] ?? []) {
      const left = (waiting[successor] ?? 0) - 1
      waiting[successor] = left
      if (left === 0) free.push(successor)
    }
  }
  await new Promise<void>((resolve) => {
    const go = (): void => {
      while (running < concurrency && errors.length === 0 && taken < free.length) start(free[taken++] ?? 0)
      if (running === 0) resolve()
    }
    const ended = (): void => {
      running--
      go()
    }
    const start = (node: number): void => {
      running++
      void visit(node)
        .then(
          () => release(node),
          (error: unknown) => void errors.push(error),
        )
        .then(ended)
    }
    go()
  })
  if (errors.length > 0) throw errors[0]
}
