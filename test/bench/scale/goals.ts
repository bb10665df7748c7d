/** A figure and what it is to be at most. */
export interface Goal {
  readonly name: string
  readonly measured: number
  readonly limit: number
}

/** Prints the figures with their verdicts; whether all were kept. */
export function judge(goals: readonly Goal[]): boolean {
  process.stdout.write('\n')
  for (const { name, measured, limit } of goals) {
    const verdict = measured <= limit ? 'kept' : 'MISSED'
    process.stdout.write(`${name.padEnd(72)} ${measured.toFixed(3).padStart(7)}  goal ≤ ${limit}: ${verdict}\n`)
  }
  return goals.every(({ measured, limit }) => measured <= limit)
}

/** The slope of the straight line through the logarithms of time over those of size: 1 for what grows in proportion. */
export function growth(points: readonly { readonly size: number; readonly ms: number }[]): number {
  const xs = points.map(({ size }) => Math.log(size))
  const ys = points.map(({ ms }) => Math.log(ms))
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanX, meanY] = [mean(xs), mean(ys)]
  const covariance = xs.reduce((sum, x, index) => sum + (x - meanX) * ((ys[index] ?? 0) - meanY), 0)
  return covariance / xs.reduce((sum, x) => sum + (x - meanX) ** 2, 0)
}
