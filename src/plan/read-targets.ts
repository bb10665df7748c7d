/** What a reference of an expression leads to, and what of it is read: `['outputs', 'vpc_id']`. */
export interface ReadTarget {
  readonly address: string
  readonly rest: readonly (string | number)[]
}

/**
 * The resources among `addresses` that a reference leads to: `resources.app`, one instance of it (`resources.app["eu-west-1"]`), or all of
 * its instances where it is read as a whole. Empty for a reference that leads to no resource.
 */
export function readTargets(path: readonly (string | number)[], environment: string, addresses: Iterable<string>): readonly ReadTarget[] {
  const foreign = path[0] === 'environments'
  if (!foreign && path[0] !== 'resources') return []
  const [where, name, ...rest] = foreign ? [path[1], ...path.slice(3)] : [environment, ...path.slice(1)]
  if (typeof where !== 'string' || typeof name !== 'string') return []
  const whole = `${where}/${name}`
  const known = new Set(addresses)
  if (known.has(whole)) return [{ address: whole, rest }]
  const [key, ...below] = rest
  const instance = `${whole}@${String(key)}`
  if (known.has(instance)) return [{ address: instance, rest: below }]
  return [...known].filter((address) => address.startsWith(`${whole}@`)).map((address) => ({ address, rest: [] }))
}
