/**
 * A frame in both its forms: a browser's socket delivers text, `ws` delivers bytes, and each is
 * converted to the other lazily.
 */
import { decodeUtf8, encodeUtf8 } from '../validation/utf8.js'

/** The data that a socket delivers: text, or its UTF-8 bytes, which are lent for the call. */
export type FrameData = string | Uint8Array

/** Of UTF-8, for each UTF-16 unit of a string. */
const MAX_BYTES_PER_CHAR = 3
/**
 * Characters of a text that fits the shared buffer; a longer one gets its own buffer, which is not
 * kept.
 */
const MAX_SHARED_LENGTH = 65_536

/**
 * Holds one frame at a time. Created once and loaded with each frame, so that no frame costs an
 * object.
 */
export class Frame {
  /** UTF-8. Bytes after `length` do not belong to the frame. */
  bytes: Uint8Array = new Uint8Array(1024)
  length = 0
  #shared = this.bytes
  #text: string | undefined
  // Neither exists in Jest's jsdom.
  readonly #encoder = typeof TextEncoder === 'function' ? new TextEncoder() : undefined
  // A byte order mark is not JSON: it has to remain visible to be rejected.
  readonly #decoder =
    typeof TextDecoder === 'function' ? new TextDecoder('utf-8', { ignoreBOM: true }) : undefined

  load(data: FrameData): void {
    if (typeof data === 'string') this.#encode(data)
    else {
      this.bytes = data
      this.length = data.length
      this.#text = undefined
    }
  }

  get text(): string {
    return (this.#text ??= this.#decode(this.bytes.subarray(0, this.length)))
  }

  #decode(bytes: Uint8Array): string {
    return this.#decoder === undefined ? decodeUtf8(bytes) : this.#decoder.decode(bytes)
  }

  #encode(text: string): void {
    this.#text = text
    if (this.#encoder === undefined || text.length > MAX_SHARED_LENGTH) {
      this.bytes = encodeUtf8(text)
      this.length = this.bytes.length
      return
    }
    const { read, written } = this.#encoder.encodeInto(text, this.#shared)
    if (read < text.length) {
      this.#shared = new Uint8Array(MAX_BYTES_PER_CHAR * text.length)
      return this.#encode(text)
    }
    this.bytes = this.#shared
    this.length = written
  }
}
