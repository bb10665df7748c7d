const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The milliseconds that `90s`, `15m`, `2h` or `1d` stands for; null for anything else. */
export function durationMs(written: unknown): number | null {
  const match = typeof written === 'string' ? /^([1-9][0-9]{0,6})([smhd])$/.exec(written) : null
  return match === null ? null : Number(match[1]) * (units[match[2] ?? ''] ?? 0)
}
