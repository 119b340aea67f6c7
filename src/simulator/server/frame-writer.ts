/**
 * Frames the text messages of one connection and writes them to its socket in batches: one write a
 * tick.
 */
import type { Duplex } from 'node:stream'

/**
 * Bytes allocated at first, and at most, for the frames of a connection; a longer frame gets its
 * own.
 */
const MIN_SLAB_SIZE = 2_048
const MAX_SLAB_SIZE = 65_536

/** The first byte of a frame that is an entire text message, and of one that is compressed. */
const FINAL_TEXT = 0x81
const COMPRESSED_FINAL_TEXT = 0xc1

const MAX_HEADER_LENGTH = 10

/** Source of the framing: RFC 6455, 5.2, and RFC 7692, 6. A server does not mask. */
export class FrameWriter {
  readonly #socket: Duplex
  readonly #isOpen: () => boolean
  #slab = Buffer.alloc(0)
  /** Bounds, in the slab, of the frames that are not written yet. */
  #start = 0
  #end = 0
  #isFlushScheduled = false

  /** @param isOpen whether data may be sent: after a close frame it may not */
  constructor(socket: Duplex, isOpen: () => boolean) {
    this.#socket = socket
    this.#isOpen = isOpen
  }

  /** Bytes that are written at the end of this tick. */
  get pendingBytes(): number {
    return this.#end - this.#start
  }

  write(text: string): void {
    this.#reserve(MAX_HEADER_LENGTH + 3 * text.length)
    const start = this.#end
    let header = headerLength(text.length)
    let length = this.#slab.write(text, start + header)
    // Characters beyond ASCII are longer in UTF-8, and may need a longer header.
    if (headerLength(length) !== header) {
      header = headerLength(length)
      length = this.#slab.write(text, start + header)
    }
    this.#finish(FINAL_TEXT, header, length)
  }

  writeCompressed(payload: Uint8Array): void {
    this.#reserve(MAX_HEADER_LENGTH + payload.length)
    const header = headerLength(payload.length)
    this.#slab.set(payload, this.#end + header)
    this.#finish(COMPRESSED_FINAL_TEXT, header, payload.length)
  }

  /**
   * Writes the pending frames now: before anything that is written to the socket in another way.
   */
  flush(): void {
    if (this.#end === this.#start) return
    if (this.#socket.writable && this.#isOpen()) {
      this.#socket.write(this.#slab.subarray(this.#start, this.#end))
    }
    this.#start = this.#end
  }

  /** Makes the slab large enough; a busy connection gets a larger one each time. */
  #reserve(length: number): void {
    if (this.#end + length <= this.#slab.length) return
    this.flush()
    const size = Math.min(MAX_SLAB_SIZE, Math.max(MIN_SLAB_SIZE, 2 * this.#slab.length))
    this.#slab = Buffer.allocUnsafeSlow(Math.max(size, length))
    this.#start = this.#end = 0
  }

  /** Writes the header of a frame with its payload in place, and schedules the write. */
  #finish(firstByte: number, header: number, length: number): void {
    const slab = this.#slab
    const start = this.#end
    slab[start] = firstByte
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
}

function headerLength(length: number): number {
  return length < 126 ? 2 : length < 65_536 ? 4 : MAX_HEADER_LENGTH
}
