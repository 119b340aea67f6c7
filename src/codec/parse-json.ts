/** JSON.parse within bounds: never throws, and costs time in proportion to the text. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Channel } from '../model/channel.js'
import { DecodeError } from '../model/errors/frame-errors.js'
import { cleanText } from '../validation/clean-text.js'
import { sample } from './decode-error.js'

/** Levels of nesting that a frame may have; documented ones have five. */
const MAX_DEPTH = 32
/** Keys that an object of a frame may have; documented ones have 23. */
const MAX_KEYS = 1_000
/** Lists and objects allowed in a frame; ten times as many as in the exchange's longest lists. */
const MAX_CONTAINERS = 200_000
/**
 * Characters of a text that is parsed without checking its structure first, as so few cannot cost
 * much.
 */
const SAFE_LENGTH = 4_096
const BOUNDS = `JSON of at most ${MAX_CONTAINERS} lists and objects, ${MAX_DEPTH} levels, and ${MAX_KEYS} keys in an object`

/** The value of a text, or the error of a frame of `channel`. */
export function parseJson(text: string, channel: Channel | undefined): Either<DecodeError, unknown> {
  if (text.length > SAFE_LENGTH && !isBounded(text))
    return left(new DecodeError(channel, '', BOUNDS, sample(text)))
  try {
    return right(JSON.parse(text))
  } catch (error) {
    return left(new DecodeError(channel, '', 'JSON', sample(text), { cause: withoutSource(error) }))
  }
}

/** V8's SyntaxError keeps the whole text that was parsed in memory; its message is enough. */
function withoutSource(error: unknown): Error {
  return new SyntaxError(error instanceof Error ? cleanText(error.message) : 'not JSON')
}

const QUOTE = 34
const COLON = 58
const OPEN_BRACKET = 91
const BACKSLASH = 92
const CLOSE_BRACKET = 93
const OPEN_BRACE = 123
const CLOSE_BRACE = 125

/**
 * Whether JSON.parse reads the text quickly. For 10 MB of brackets, or an object of 900,000 keys,
 * it takes seconds, and other engines than V8 recurse for each level.
 */
function isBounded(text: string): boolean {
  const keys = new Uint32Array(MAX_DEPTH + 1)
  let depth = 0
  let containers = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = stringEnd(text, at + 1)
        break
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (++depth > MAX_DEPTH || ++containers > MAX_CONTAINERS) return false
        keys[depth] = 0
        break
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        // More closing than opening brackets are for JSON.parse to report.
        if (--depth < 0) return true
        break
      case COLON:
        keys[depth] = (keys[depth] as number) + 1
        if ((keys[depth] as number) > MAX_KEYS) return false
    }
  }
  return true
}

/** The index of the quote that ends the string, or the text's length. */
function stringEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at
    if (code === BACKSLASH) at++
  }
  return text.length
}
