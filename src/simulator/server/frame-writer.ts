/** Frames the text messages of one connection and writes them to its socket in batches: one write a tick. */
import type { Duplex } from 'node:stream'

/** Bytes allocated at a time for frames; a longer frame gets its own. */
const SLAB_SIZE = 65_536

/** The first byte of a frame that is an entire text message, not compressed. */
const FINAL_TEXT = 0x81

/** Source of the framing: RFC 6455, 5.2. A server does not mask. */
export class FrameWriter {
  readonly #socket: Duplex
  #slab = Buffer.alloc(0)
  /** Bounds, in the slab, of the frames that are not written yet. */
  #start = 0
  #end = 0
  #isFlushScheduled = false

  constructor(socket: Duplex) {
    this.#socket = socket
  }

  /** Bytes that are written at the end of this tick. */
  get pendingBytes(): number {
    return this.#end - this.#start
  }

  write(text: string): void {
    const maxLength = 10 + 3 * text.length
    if (this.#end + maxLength > this.#slab.length) {
      this.flush()
      this.#slab = Buffer.allocUnsafeSlow(Math.max(SLAB_SIZE, maxLength))
      this.#start = this.#end = 0
    }
    const slab = this.#slab
    const start = this.#end
    let header = headerLength(text.length)
    let length = slab.write(text, start + header)
    // Characters beyond ASCII are longer in UTF-8, and may need a longer header.
    if (headerLength(length) !== header) {
      header = headerLength(length)
      length = slab.write(text, start + header)
    }
    slab[start] = FINAL_TEXT
    if (header === 2) slab[start + 1] = length
    else if (header === 4) {
      slab[start + 1] = 126
      slab.writeUInt16BE(length, start + 2)
    } else {
      slab[start + 1] = 127
      slab.writeUIntBE(0, start + 2, 2)
      slab.writeUIntBE(length, start + 4, 6)
    }
    this.#end = start + header + length
    if (this.#isFlushScheduled) return
    this.#isFlushScheduled = true
    process.nextTick(() => {
      this.#isFlushScheduled = false
      this.flush()
    })
  }

  /** Writes the pending frames now: before anything that is written to the socket in another way. */
  flush(): void {
    if (this.#end === this.#start) return
    if (this.#socket.writable) this.#socket.write(this.#slab.subarray(this.#start, this.#end))
    this.#start = this.#end
  }
}

function headerLength(length: number): number {
  return length < 126 ? 2 : length < 65_536 ? 4 : 10
}
