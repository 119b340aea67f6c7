/** Text messages of one connection, framed for the wire and written to its line together: a write a tick, not one a message. */
import type { Duplex } from 'node:stream'

/** Bytes set aside at a time for frames; a longer frame gets its own. */
const SLAB = 65_536

/** The first byte of a frame that is a whole text message, not compressed. */
const FINAL_TEXT = 0x81

/** Source of the framing: RFC 6455, 5.2. What a server sends is not masked. */
export class Outbox {
  private slab = Buffer.alloc(0)
  /** Where the frames that are not written yet begin and end. */
  private from = 0
  private until = 0
  private isPlanned = false

  constructor(private readonly line: Duplex) {}

  /** Bytes that are to be written at the end of this tick. */
  get waiting(): number {
    return this.until - this.from
  }

  add(text: string): void {
    const most = 10 + 3 * text.length
    if (this.until + most > this.slab.length) {
      this.flush()
      this.slab = Buffer.allocUnsafeSlow(Math.max(SLAB, most))
      this.from = this.until = 0
    }
    const { slab, until } = this
    let header = headerFor(text.length)
    let length = slab.write(text, until + header)
    // Letters beyond ASCII are longer on the wire than here, and may ask for a longer header.
    if (headerFor(length) !== header) {
      header = headerFor(length)
      length = slab.write(text, until + header)
    }
    slab[until] = FINAL_TEXT
    if (header === 2) slab[until + 1] = length
    else if (header === 4) {
      slab[until + 1] = 126
      slab.writeUInt16BE(length, until + 2)
    } else {
      slab[until + 1] = 127
      slab.writeUIntBE(0, until + 2, 2)
      slab.writeUIntBE(length, until + 4, 6)
    }
    this.until = until + header + length
    if (this.isPlanned) return
    this.isPlanned = true
    process.nextTick(() => {
      this.isPlanned = false
      this.flush()
    })
  }

  /** Writes what waits now: before anything that goes to the line by another way. */
  flush(): void {
    if (this.until === this.from) return
    if (this.line.writable) this.line.write(this.slab.subarray(this.from, this.until))
    this.from = this.until
  }
}

function headerFor(length: number): number {
  return length < 126 ? 2 : length < 65_536 ? 4 : 10
}
