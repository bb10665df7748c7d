/** Lets whatever else is ready go on first. `node:timers/promises` does the same, but takes its time to load. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
