/**
 * The least that a client can spend on a frame of a second session: `ws`, and the last bytes of the
 * stream's name. It decodes nothing.
 */
import { WebSocket } from 'ws'
import { kinds } from '../frames/kinds.mjs'

const NAME_START = '{"stream":"'.length
const QUOTE = 34

export function connect({ url, channels, seen }) {
  return open(url, channels, buffer => seen(nameEnd(buffer), buffer.length))
}

/** Subscribes and calls `next` with each frame of a stream. */
export function open(url, channels, next) {
  const socket = new WebSocket(`${url}/stream`, { perMessageDeflate: false })
  socket.on('open', () => {
    const params = channels.map(({ kind, symbol }) => kinds[kind].stream(symbol))
    socket.send(JSON.stringify({ method: 'SUBSCRIBE', params, id: 1 }))
  })
  socket.on('message', buffer => {
    if (buffer[2] === 's'.charCodeAt(0)) next(buffer)
  })
}

/** Where the name of a frame's stream ends. */
export function nameEnd(buffer) {
  let at = NAME_START
  while (buffer[at] !== QUOTE) at++
  return at
}

export const nameOf = buffer => buffer.latin1Slice(NAME_START, nameEnd(buffer))
