/** One frame in both its forms: a browser's socket hands over text, `ws` bytes, and each is had from the other only when it is asked for. */

/** What a socket hands over: text, or its UTF-8 bytes, which are only lent. */
export type FrameData = string | Uint8Array

/** Of UTF-8, for each of a string's UTF-16 units. */
const MOST_BYTES_A_CHAR = 3

/** Holds one frame at a time. Made once and loaded for each frame, so that no frame costs an object. */
export class Frame {
  /** UTF-8. What stands from `length` on is none of the frame's. */
  bytes: Uint8Array = new Uint8Array(1024)
  length = 0
  #scratch = this.bytes
  #text: string | undefined
  readonly #encoder = new TextEncoder()
  // A byte order mark is no JSON: it must be seen to be refused.
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })

  load(data: FrameData): void {
    if (typeof data === 'string') this.#encode(data)
    else {
      this.bytes = data
      this.length = data.length
      this.#text = undefined
    }
  }

  get text(): string {
    return (this.#text ??= this.#decoder.decode(this.bytes.subarray(0, this.length)))
  }

  #encode(text: string): void {
    const { read, written } = this.#encoder.encodeInto(text, this.#scratch)
    if (read < text.length) {
      this.#scratch = new Uint8Array(MOST_BYTES_A_CHAR * text.length)
      return this.#encode(text)
    }
    this.bytes = this.#scratch
    this.length = written
    this.#text = text
  }
}
