/**
 * The baseline, the minimum of a Node client: `ws`, `JSON.parse` and one Map look-up, without
 * checks or conversions.
 */
import { WebSocket } from 'ws'
import { kinds } from '../frames/kinds.mjs'
import { readers } from '../client/payloads.mjs'

export function connect({ url, channels, seen }) {
  const handlers = new Map(
    channels.map(({ kind, symbol }) => {
      const read = readers[kind]
      return [kinds[kind].stream(symbol), payload => read(payload, seen)]
    }),
  )
  const socket = new WebSocket(`${url}/stream`, { perMessageDeflate: false })
  socket.on('open', () => {
    socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: [...handlers.keys()], id: 1 }))
  })
  socket.on('message', buffer => {
    const { stream, data } = JSON.parse(buffer.toString())
    if (stream !== undefined) handlers.get(stream)?.(data)
  })
}
