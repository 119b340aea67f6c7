/** Reads the ids of a frame's event without decoding the frame. */
import { isText } from './fast-path/read-text.js'
import type { Frame } from './frame.js'

const QUOTE = 34
const COMMA = 44
const ZERO = 48
const NINE = 57
const COLON = 58
const BRACKET = 91
const BRACE = 123
/** The bit by which a bracket and a brace, and a backslash and a vertical line, differ. */
const SHIFT = 32

/** Bytes of a payload within which its ids are looked for. */
const MAX_DISTANCE = 256
/** Digits of an id, so that it is a safe integer. */
const MAX_DIGITS = 15
/** Bytes of a key of one character with its quotes, its colon and what is before it. */
const KEY_LENGTH = 5

/** The keys of an event's ids, each of one character: of its only id, or of the first and the last. */
export type IdKeys = readonly [first: string, last?: string]

/** The ids of an event; the same one twice where it has one. */
export interface PeekedIds {
  readonly first: number
  readonly last: number
}

/**
 * For payloads that are flat up to the ids: there a quoted name before a colon is nothing but a key
 * of the payload. The key of the last id has to follow the first id.
 */
export class IdPeek implements PeekedIds {
  first = NaN
  last = NaN
  readonly #firstKey: number
  /** `NaN` where an event has one id. */
  readonly #lastKey: number
  /** What precedes the payload, with its bracket, and where. */
  readonly #lead: string
  readonly #leadStart: number
  /** Where the bracket is. */
  readonly #payloadStart: number
  /** Where the digits began in the last frame, which is where they begin in most. */
  #at = 0
  /** Where the digits that were read last have ended. */
  #end = 0

  /**
   * @param lead the text between the name of the stream and the payload
   * @param leadStart where the name has ended
   */
  constructor([first, last = '']: IdKeys, lead: string, leadStart: number) {
    this.#firstKey = first.charCodeAt(0)
    this.#lastKey = last.charCodeAt(0)
    this.#lead = `${lead}{`
    this.#leadStart = leadStart
    this.#payloadStart = leadStart + lead.length
  }

  /** Returns whether the ids were found and are certain. */
  read({ bytes, length }: Frame): boolean {
    if (!isText(bytes, this.#leadStart, this.#lead)) return false
    if (!this.#isKnown(bytes) && !this.#find(bytes, length)) return false
    this.first = this.last = this.#readId(bytes, length, this.#at)
    if (this.#lastKey > 0) {
      const at = this.#end + KEY_LENGTH
      this.last = at < length && isKey(bytes, at, this.#lastKey) ? this.#readId(bytes, length, at) : NaN
    }
    // An id that was not found is not a number.
    return this.first + this.last >= 0
  }

  /** `NaN` where nothing but an integer is at `at`, with what ends it within the frame. */
  #readId(bytes: Uint8Array, length: number, start: number): number {
    let id = 0
    let at = start
    const end = Math.min(length, start + MAX_DIGITS)
    for (; at < end; at++) {
      const code = bytes[at] as number
      if (code < ZERO || code > NINE) break
      id = id * 10 + code - ZERO
    }
    this.#end = at
    return at > start && at < length && bytes[at] === COMMA ? id : NaN
  }

  /** Whether the digits begin where those of the last frame did. */
  #isKnown(bytes: Uint8Array): boolean {
    const at = this.#at
    if (at === 0 || !isKey(bytes, at, this.#firstKey)) return false
    for (let before = this.#payloadStart + 1; before < at; before++)
      if (isNested(bytes[before] as number)) return false
    return bytes[at - KEY_LENGTH] === COMMA || at === this.#payloadStart + KEY_LENGTH
  }

  #find(bytes: Uint8Array, length: number): boolean {
    this.#at = 0
    const end = Math.min(length, this.#payloadStart + MAX_DISTANCE)
    for (let at = this.#payloadStart + 1; at < end; at++) {
      if (isNested(bytes[at] as number)) return false
      if (at < this.#payloadStart + KEY_LENGTH || !isKey(bytes, at, this.#firstKey)) continue
      this.#at = at
      return true
    }
    return false
  }
}

/**
 * Whether what comes after a byte need not be of the payload itself: a bracket, a brace or a
 * backslash. In one comparison, as it is made for each byte; a vertical line counts as well.
 */
const isNested = (code: number): boolean => ((code & ~SHIFT) - BRACKET) >>> 0 < 2

/** Whether the value of `key` begins at `at`: after `,"t":` or `{"t":`. */
function isKey(bytes: Uint8Array, at: number, key: number): boolean {
  const before = bytes[at - 5]
  return (
    bytes[at - 1] === COLON &&
    bytes[at - 2] === QUOTE &&
    bytes[at - 3] === key &&
    bytes[at - 4] === QUOTE &&
    (before === COMMA || before === BRACE)
  )
}
