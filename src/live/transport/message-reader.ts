/**
 * Reads the messages of an open connection of `ws`, at about a third of what its own receiver
 * costs, which creates six views for each. All but text, binary messages and pings, each in one
 * frame and without extensions, is left to `ws`, and from then on everything: fragments, the close
 * frame, and whatever breaks the protocol.
 *
 * Source: RFC 6455, section 5.2.
 */
import { isUtf8 } from 'node:buffer'
import type { Duplex } from 'node:stream'

/** The bits of a frame's first byte: FIN and an opcode. */
const TEXT = 0x81
const BINARY = 0x82
const PING = 0x89
const PONG = 0x8a

/** The second byte, without a mask: the length, or how many bytes the length has. */
const LENGTH_16 = 126
const LENGTH_64 = 127
/** Bytes that a control frame may carry. */
const MAX_CONTROL_LENGTH = 125

export interface MessageReaderConfig {
  /** Bytes that a message may have; `ws` closes the connection at a longer one. */
  readonly maxLength: number
  /** Receives each message. Its bytes are not changed afterwards. */
  readonly onMessage: (data: Uint8Array) => void
}

/**
 * Takes the place of the receiver on an open socket. Does nothing where it is not known that the
 * receiver, and nothing else, listens to it.
 */
export function readMessages(socket: Duplex, config: MessageReaderConfig): void {
  const [receive, ...others] = socket.listeners('data') as ((chunk: Buffer) => void)[]
  if (receive === undefined || others.length > 0) return
  const reader = new MessageReader(config, {
    forward: bytes => receive.call(socket, bytes),
    handOver: bytes => {
      socket.off('data', onData)
      // It may remove itself when it reads the bytes.
      socket.on('data', receive)
      receive.call(socket, bytes)
    },
  })
  const onData = (chunk: Buffer): void => reader.read(chunk)
  socket.off('data', receive)
  socket.on('data', onData)
}

/** What is left to `ws`. */
export interface Receiver {
  /** Receives a whole frame. */
  forward(bytes: Buffer): void
  /** Receives all bytes from here on, and everything after them. Called once. */
  handOver(bytes: Buffer): void
}

export class MessageReader {
  readonly #config: MessageReaderConfig
  readonly #receiver: Receiver
  /** The beginning of a frame that has not come as a whole. */
  #parts: Buffer[] = []
  #partLength = 0
  /** Bytes of that frame; of its header alone while that is not whole. */
  #wanted = 0

  constructor(config: MessageReaderConfig, receiver: Receiver) {
    this.#config = config
    this.#receiver = receiver
  }

  read(chunk: Buffer): void {
    if (this.#partLength === 0) this.#readFrames(chunk)
    else this.#complete(chunk)
  }

  #readFrames(chunk: Buffer): void {
    const { length } = chunk
    let at = 0
    while (at < length) {
      const wanted = this.#frameLength(chunk, at)
      if (at + wanted > length) return this.#keep(chunk.subarray(at), wanted)
      if (wanted < 0 || !this.#readFrame(chunk, at, wanted))
        return this.#receiver.handOver(chunk.subarray(at))
      at += wanted
    }
  }

  /** Reads the whole frame at `at`. Returns false for one that is left to the receiver. */
  #readFrame(bytes: Buffer, at: number, length: number): boolean {
    const type = bytes[at]
    if (type === PING || type === PONG) {
      this.#receiver.forward(bytes.subarray(at, at + length))
      return true
    }
    const message = bytes.subarray(at + headerLength(bytes[at + 1] as number), at + length)
    if (type === TEXT && !isUtf8(message)) return false
    this.#config.onMessage(message)
    return true
  }

  /**
   * Bytes of the frame at `at`; of its header, or a part of that, where the header is not whole;
   * -1 for a frame that is left to the receiver.
   */
  #frameLength(bytes: Buffer, at: number): number {
    const type = bytes[at]
    if (type !== TEXT && type !== BINARY && type !== PING && type !== PONG) return -1
    const available = bytes.length - at
    if (available < 2) return 2
    const short = bytes[at + 1] as number
    const isControl = type === PING || type === PONG
    if (short > (isControl ? MAX_CONTROL_LENGTH : LENGTH_64)) return -1
    const header = headerLength(short)
    if (available < header) return header
    const length = payloadLength(bytes, at, short)
    return length > this.#config.maxLength && !isControl ? -1 : header + length
  }

  #keep(part: Buffer, wanted: number): void {
    this.#parts.push(part)
    this.#partLength += part.length
    this.#wanted = wanted
  }

  #complete(chunk: Buffer): void {
    const missing = this.#wanted - this.#partLength
    if (chunk.length < missing) return this.#keep(chunk, this.#wanted)
    const begun = Buffer.concat([...this.#parts, chunk.subarray(0, missing)])
    const rest = chunk.subarray(missing)
    this.#parts = []
    this.#partLength = 0
    const wanted = this.#frameLength(begun, 0)
    if (wanted > begun.length) {
      // It was the header that is whole now, or more of it.
      this.#keep(begun, wanted)
      if (rest.length > 0) this.#complete(rest)
    } else if (wanted >= 0 && this.#readFrame(begun, 0, wanted)) this.#readFrames(rest)
    else this.#receiver.handOver(Buffer.concat([begun, rest]))
  }
}

/** Bytes of a frame's header, without a mask. */
function headerLength(short: number): number {
  if (short < LENGTH_16) return 2
  return short === LENGTH_16 ? 4 : 10
}

function payloadLength(bytes: Buffer, at: number, short: number): number {
  if (short < LENGTH_16) return short
  if (short === LENGTH_16) return bytes.readUInt16BE(at + 2)
  return bytes.readUInt32BE(at + 2) * 2 ** 32 + bytes.readUInt32BE(at + 6)
}
