/** A duration for people: `0.4s`, `12s`, `3m 04s`, `2h 05m`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole}s`
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${twoDigits(whole % 60)}s`
  return `${Math.floor(whole / 3600)}h ${twoDigits(Math.floor((whole % 3600) / 60))}m`
}

/** The same in whole seconds, for what is counted while one watches. */
export function elapsedText(ms: number): string {
  return ms < 10_000 ? `${Math.floor(Math.max(0, ms) / 1000)}s` : durationText(Math.floor(ms / 1000) * 1000)
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
