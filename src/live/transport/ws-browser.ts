/** Transport over the browser's own WebSocket: `ws.ts` for the `browser` export condition. */
import type { TransportOptions } from './transport-options.js'
import type { TransportFactory } from './transport.js'
import { webSocketLikeTransport } from './websocket-like.js'

/**
 * Opens connections with the global WebSocket. It negotiates compression itself and takes no
 * headers and no agent.
 */
export function openTransport(_options: TransportOptions): TransportFactory {
  return webSocketLikeTransport(url => new WebSocket(url))
}
