import { randomBytes } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'

/** Crockford's base 32: no letter that can be mistaken for another. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const timeLetters = 10
const randomLetters = 16

/**
 * The machine's randomness. Ids are lower-case ULIDs (https://github.com/ulid/spec): 26 characters, 48 bits of time and 80 bits of
 * randomness. Those of one instance only grow, also within a millisecond and when the wall clock goes back.
 */
export function systemRandom(clock: Clock): Random {
  let time = 0
  let digits: number[] = []
  return {
    id() {
      const now = clock.now()
      if (now > time || !increment(digits)) {
        time = Math.max(now, time + (now > time ? 0 : 1))
        digits = Array.from(randomBytes(randomLetters), (byte) => byte % alphabet.length)
      }
      return encodeTime(time) + digits.map(letter).join('')
    },
    secret: (bytes) => randomBytes(bytes).toString('hex'),
    fraction: () => Math.random(),
  }
}

function letter(digit: number): string {
  return alphabet.charAt(digit)
}

/** Adds one in place; false when there is nothing to add to, or all digits were the highest. */
function increment(digits: number[]): boolean {
  for (let index = digits.length - 1; index >= 0; index--) {
    const digit = digits[index] ?? 0
    if (digit < alphabet.length - 1) {
      digits[index] = digit + 1
      return true
    }
    digits[index] = 0
  }
  return false
}

function encodeTime(instant: number): string {
  let rest = instant
  let text = ''
  for (let index = 0; index < timeLetters; index++) {
    text = letter(rest % alphabet.length) + text
    rest = Math.floor(rest / alphabet.length)
  }
  return text
}
