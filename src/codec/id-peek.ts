/** Reads the id of a frame's event without decoding the frame. */
import type { Frame } from './frame.js'

const QUOTE = 34
const COMMA = 44
const COLON = 58
const ZERO = 48
const NINE = 57
const BRACE = 123

/** Bytes of a payload within which its id is looked for. */
const MAX_DISTANCE = 256
/** Digits of an id, so that it is a safe integer. */
const MAX_DIGITS = 15

/**
 * For payloads that are flat up to the id: there a quoted name before a colon is nothing but a key
 * of the payload.
 */
export class IdPeek {
  readonly #key: number
  readonly #payloadStart: number
  /** Where the digits began in the last frame, which is where they begin in most. */
  #at = 0

  /** @param key the key of the id, of one character */
  constructor(key: string, payloadStart: number) {
    this.#key = key.charCodeAt(0)
    this.#payloadStart = payloadStart
  }

  /** `NaN` where no id is found, or none that is certain. */
  read({ bytes, length }: Frame): number {
    if (!this.#isAt(bytes, this.#at) && !this.#find(bytes, length)) return NaN
    let id = 0
    let at = this.#at
    const end = Math.min(length, at + MAX_DIGITS)
    for (; at < end; at++) {
      const code = bytes[at] as number
      if (code < ZERO || code > NINE) break
      id = id * 10 + code - ZERO
    }
    // Nothing but an integer ends with a comma.
    return at > this.#at && at < length && bytes[at] === COMMA ? id : NaN
  }

  /** Whether the digits begin at `at`: after `,"t":` or `{"t":`. */
  #isAt(bytes: Uint8Array, at: number): boolean {
    if (at < this.#payloadStart + 5) return false
    const before = bytes[at - 5]
    return (
      bytes[at - 1] === COLON &&
      bytes[at - 2] === QUOTE &&
      bytes[at - 3] === this.#key &&
      bytes[at - 4] === QUOTE &&
      (before === COMMA || before === BRACE)
    )
  }

  #find(bytes: Uint8Array, length: number): boolean {
    const end = Math.min(length, this.#payloadStart + MAX_DISTANCE)
    for (let at = this.#payloadStart + 5; at < end; at++) {
      if (!this.#isAt(bytes, at)) continue
      this.#at = at
      return true
    }
    return false
  }
}
