import type { WebSocketLike } from '../../src/index.js'

/** A socket that does nothing by itself: a spec calls its handlers. */
export const silentSocket = (): WebSocketLike => ({
  onopen: null,
  onmessage: null,
  onclose: null,
  onerror: null,
  send: () => undefined,
  close: () => undefined,
})
