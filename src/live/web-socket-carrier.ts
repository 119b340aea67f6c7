/** Carries frames with anything of the browser's WebSocket shape. */
import type { OpenCarrier } from './carrier-port.js'
import type { WebSocketLike } from '../options.js'

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
