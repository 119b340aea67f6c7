/**
 * As much of RFC 6455 as a server needs: the handshake, frames out in one piece, commands and pings
 * in.
 */
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'

const TEXT = 1
const CLOSE = 8
export const PING = 9
const PONG = 10

/** Answers an upgrade request. No extension is agreed on, so nothing is compressed. */
export function accept(request, socket) {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}`,
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
}

/** One whole frame. */
export function frame(text, opcode = TEXT) {
  const payload = Buffer.from(text)
  const { length } = payload
  const head = length < 126 ? [length] : length < 65_536 ? [126, length >> 8, length & 255] : undefined
  if (head === undefined) throw new RangeError(`a frame of ${length} bytes`)
  return Buffer.concat([Buffer.from([0x80 | opcode, ...head]), payload])
}

/**
 * Reads what a client sends: calls `command` with each text and `pong` for each pong, and answers
 * pings and closes.
 */
export function read(socket, { command, pong }) {
  let waiting = Buffer.alloc(0)
  socket.on('data', chunk => {
    waiting = Buffer.concat([waiting, chunk])
    for (let message; (message = take()) !== undefined;) {
      if (message.opcode === TEXT) command(message.payload.toString())
      else if (message.opcode === PONG) pong()
      else if (message.opcode === PING) socket.write(frame(message.payload, PONG))
      else if (message.opcode === CLOSE) socket.end(frame(message.payload, CLOSE))
    }
  })

  /**
   * The next whole frame; a client's are always masked, and none of those asked of here comes in
   * parts.
   */
  function take() {
    if (waiting.length < 2) return undefined
    const short = waiting[1] & 127
    const from = short < 126 ? 2 : short === 126 ? 4 : 10
    if (waiting.length < from + 4) return undefined
    const length = short < 126 ? short : short === 126 ? waiting.readUInt16BE(2) : waiting.readUInt32BE(6)
    const end = from + 4 + length
    if (waiting.length < end) return undefined
    const payload = Buffer.from(waiting.subarray(from + 4, end))
    for (let index = 0; index < length; index++) payload[index] ^= waiting[from + (index & 3)]
    const opcode = waiting[0] & 15
    waiting = waiting.subarray(end)
    return { opcode, payload }
  }
}
