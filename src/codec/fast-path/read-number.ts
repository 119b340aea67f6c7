/**
 * Reads numbers from a frame's bytes, digit by digit. Each function returns where its number ends,
 * or -1, and leaves the number in `out[0]`.
 */
import { MAX_DECIMAL_LENGTH } from '../types/decimal.js'
import { ascii } from './read-text.js'

const MINUS = 45
const POINT = 46
const ZERO = 48

/** The powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`))

// Each byte is read with `| 0`: after the last there is none, and `undefined - ZERO` would count as
// a digit for ever.

/** Digits that always fit an integer of 32 bits, which is several times faster to add up. */
const MAX_INT32_DIGITS = 9
/** Digits that always fit a double. */
const MAX_DOUBLE_DIGITS = 15

/** Reads an integer of JSON that a double holds exactly. */
export function readInteger(bytes: Uint8Array, at: number, out: Float64Array): number {
  const isNegative = bytes[at] === MINUS
  const first = isNegative ? at + 1 : at
  let end = first
  let high = 0
  for (
    let digit;
    end - first < MAX_INT32_DIGITS && (digit = ((bytes[end] as number) | 0) - ZERO) >>> 0 < 10;
    end++
  )
    high = (high * 10 + digit) | 0
  const middle = end
  let low = 0
  for (let digit; (digit = ((bytes[end] as number) | 0) - ZERO) >>> 0 < 10; end++)
    low = (low * 10 + digit) | 0
  const lowDigits = end - middle
  const hasLeadingZero = end - first > 1 && bytes[first] === ZERO
  // A safe integer has at most 16 digits.
  if (end === first || lowDigits > 16 - MAX_INT32_DIGITS || hasLeadingZero) return -1
  const size = high * (POWERS[lowDigits] as number) + low
  if (size > Number.MAX_SAFE_INTEGER) return -1
  out[0] = isNegative ? -size : size
  return end
}

/**
 * Reads a decimal as the nearest double. Its digits make an integer, and the point one division. If
 * both are exact, below 2 ** 53 and 10 ** 23, the quotient is rounded once, as is the result of
 * `Number`.
 */
export function readDouble(bytes: Uint8Array, at: number, out: Float64Array): number {
  const isNegative = bytes[at] === MINUS
  const first = isNegative ? at + 1 : at
  let end = first
  let whole = 0
  for (let digit; (digit = ((bytes[end] as number) | 0) - ZERO) >>> 0 < 10; end++)
    whole = (whole * 10 + digit) | 0
  const wholeDigits = end - first
  if (wholeDigits === 0) return -1
  let part = 0
  let scale = 0
  if (bytes[end] === POINT) {
    const point = end++
    for (let digit; (digit = ((bytes[end] as number) | 0) - ZERO) >>> 0 < 10; end++)
      part = (part * 10 + digit) | 0
    scale = end - point - 1
    if (scale === 0) return -1
  }
  let size = -1
  if (wholeDigits <= MAX_INT32_DIGITS && scale <= MAX_INT32_DIGITS) {
    const power = POWERS[scale] as number
    const mantissa = whole * power + part
    if (mantissa <= Number.MAX_SAFE_INTEGER) size = mantissa / power
  }
  if (size < 0) {
    if (end - at > MAX_DECIMAL_LENGTH) return -1
    size = longDouble(bytes, first, wholeDigits, scale)
    if (size === Infinity) return -1
  }
  out[0] = isNegative ? -size : size
  return end
}

/** Finds where the decimal at `at` ends; returns -1 for none, and for one that is too long. */
export function decimalEnd(bytes: Uint8Array, at: number): number {
  const first = bytes[at] === MINUS ? at + 1 : at
  const point = digitsEnd(bytes, first)
  if (point === first) return -1
  const end = bytes[point] === POINT ? digitsEnd(bytes, point + 1) : point
  return end === point + 1 || end - at > MAX_DECIMAL_LENGTH ? -1 : end
}

/** The double nearest to digits that are too many for {@link readDouble} to add up in 32 bits. */
function longDouble(bytes: Uint8Array, first: number, wholeDigits: number, scale: number): number {
  const point = first + wholeDigits
  if (wholeDigits <= MAX_DOUBLE_DIGITS && scale <= MAX_DOUBLE_DIGITS) {
    const whole = numberOf(bytes, first, point)
    const part = numberOf(bytes, point + 1, point + 1 + scale) / (POWERS[scale] as number)
    // The part is off by at most 2 ** -54. If a larger error on either side rounds to the same sum,
    // so does the exact part.
    const sum = whole + (part - 2 ** -53)
    if (sum === whole + (part + 2 ** -53)) return sum
  }
  return Number(ascii(bytes, first, scale === 0 ? point : point + 1 + scale))
}

function digitsEnd(bytes: Uint8Array, from: number): number {
  let end = from
  while ((((bytes[end] as number) | 0) - ZERO) >>> 0 < 10) end++
  return end
}

function numberOf(bytes: Uint8Array, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at++) number = number * 10 + (bytes[at] as number) - ZERO
  return number
}
