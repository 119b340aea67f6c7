/** Carries frames with anything of the browser's WebSocket shape. */
import type { OpenCarrier } from './carrier-port.js'

// As a method, so that handlers with a narrower event, as the DOM's, are accepted.
type Handler<E> = { handle(event: E): void }['handle']

/** The part of the browser's WebSocket that a Market needs; also what `exchange.connect` of `rxmarket/simulator` returns. */
export interface WebSocketLike {
  onopen: Handler<unknown> | null
  onmessage: Handler<{ readonly data: unknown }> | null
  onclose: Handler<{ readonly code: number; readonly reason: string }> | null
  onerror: Handler<unknown> | null
  send(text: string): void
  close(code?: number, reason?: string): void
}

/** Opens links with `connect`. Pings are answered by the socket unseen, and a link can only be closed, not dropped. */
export function webSocketCarrier(connect: (url: string) => WebSocketLike): OpenCarrier {
  return (url, events) => {
    const socket = connect(url)
    socket.onopen = () => events.opened()
    socket.onmessage = ({ data }) => events.frame(String(data))
    socket.onclose = ({ code, reason }) => events.closed(code, reason)
    // The W3C's error event says nothing; the close event that follows it has the code.
    socket.onerror = null
    return {
      send: text => socket.send(text),
      close: code => socket.close(code),
      terminate: () => socket.close(),
    }
  }
}
