/**
 * Compresses messages for permessage-deflate: each message once, however many clients it is sent
 * to.
 */
import { constants, deflateRawSync } from 'node:zlib'

/** Shorter messages are not compressed: the `threshold` of `ws`. */
export const COMPRESSION_THRESHOLD = 1_024

/**
 * Compressed messages that are kept: the raw and the combined form of a few frames, in two units of
 * time.
 */
const CACHE_SIZE = 8

/** Source: RFC 7692, 7.2.1: a message ends with an empty block, and its four bytes are removed. */
const TAIL_LENGTH = 4

/**
 * Every message has its own window (`server_no_context_takeover`): its compressed bytes are the
 * same for all clients, and no client needs memory for a window.
 */
export class Compressor {
  readonly #cache: { readonly text: string; readonly windowBits: number; readonly bytes: Buffer }[] = []

  /** @param windowBits from 9 to 15 */
  compress(text: string, windowBits: number): Buffer {
    // A frame is sent to its subscribers in turn, so the string is mostly the same one.
    const cached = this.#cache.find(each => each.windowBits === windowBits && each.text === text)
    if (cached !== undefined) return cached.bytes
    const deflated = deflateRawSync(text, { windowBits, finishFlush: constants.Z_SYNC_FLUSH })
    const bytes = deflated.subarray(0, -TAIL_LENGTH)
    this.#cache.unshift({ text, windowBits, bytes })
    this.#cache.length = Math.min(this.#cache.length, CACHE_SIZE)
    return bytes
  }
}
