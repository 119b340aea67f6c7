/**
 * The client of the bench, in its own process. It does the minimum of a client, so that the
 * exchange is measured. It shakes hands over plain TCP, steps from header to header, and reads one
 * message in 10,000 to see how old it is.
 */
import { Buffer } from 'node:buffer'
import { connect } from 'node:net'
import { performance } from 'node:perf_hooks'

const READ_EVERY = 10_000

const [port, path] = process.argv.slice(2)
const socket = connect(Number(port), '127.0.0.1')
socket.write(
  [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${Buffer.alloc(16, 7).toString('base64')}`,
    '\r\n',
  ].join('\r\n'),
)

let frames = 0
let bytes = 0
/** The ages of the messages read since the last figures, ms. */
let ages = []
let isShaken = false
/** Bytes of the message under way that are still to come. */
let rest = 0
/** An incomplete header, or an incomplete message to read. */
let kept = Buffer.alloc(0)

socket.on('data', chunk => {
  bytes += chunk.length
  if (kept.length > 0) chunk = Buffer.concat([kept, chunk])
  let at = isShaken ? Math.min(rest, chunk.length) : afterHandshake(chunk)
  rest = Math.max(0, rest - chunk.length)
  while (at < chunk.length) {
    const short = chunk[at + 1]
    const start = at + (short < 126 ? 2 : 4)
    if (start > chunk.length) break
    if (chunk[at] !== 0x81 || short === 127)
      throw new Error(`Cannot read a header of ${chunk.toString('hex', at, start)}`)
    const end = start + (short < 126 ? short : chunk.readUInt16BE(at + 2))
    if (frames % READ_EVERY === 0) {
      if (end > chunk.length) break
      read(chunk.toString('utf8', start, end))
    }
    frames++
    at = Math.min(end, chunk.length)
    rest = end - at
  }
  kept = chunk.subarray(at)
})

function afterHandshake(chunk) {
  const end = chunk.indexOf('\r\n\r\n')
  if (!chunk.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101')) || end < 0)
    throw new Error(`Not let in: ${chunk.toString('latin1')}`)
  isShaken = true
  return end + 4
}

function read(text) {
  const { data } = JSON.parse(text)
  if (data.E !== undefined) ages.push(Date.now() - data.E)
}

process.on('message', () => {
  process.send({ at: performance.now(), frames, bytes, ages, cpu: process.cpuUsage() })
  ages = []
})
process.on('disconnect', () => process.exit())
socket.on('error', error => {
  if (process.connected) throw error
})
process.send({ ready: true })
