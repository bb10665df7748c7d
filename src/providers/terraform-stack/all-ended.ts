/**
 * Like `Promise.all`, but rejects only when all of them have ended: nothing goes on in a folder whose lock its holder gives back on the
 * first failure.
 */
export async function allEnded<A, B, C, D>(tasks: readonly [Promise<A>, Promise<B>, Promise<C>, Promise<D>]): Promise<[A, B, C, D]> {
  await Promise.allSettled(tasks)
  return Promise.all(tasks)
}
