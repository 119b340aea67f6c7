/**
 * RxJS alone: `webSocket` and its `multiplex`, one observable a stream, as its documentation shows.
 */
import { webSocket } from 'rxjs/webSocket'
import { WebSocket } from 'ws'
import { kinds } from '../frames/kinds.mjs'
import { readers } from '../client/payloads.mjs'

export function connect({ url, channels, seen }) {
  const socket$ = webSocket({ url: `${url}/stream`, WebSocketCtor: WebSocket })
  channels.forEach(({ kind, symbol }, id) => {
    const stream = kinds[kind].stream(symbol)
    const command = method => () => ({ method, params: [stream], id })
    socket$
      .multiplex(command('SUBSCRIBE'), command('UNSUBSCRIBE'), message => message.stream === stream)
      .subscribe(({ data }) => readers[kind](data, seen))
  })
}
