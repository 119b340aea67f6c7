/** Carries frames with the browser's own WebSocket: `carrier.ts` for the `browser` export condition. */
import type { CarrierOptions } from './carrier-options.js'
import type { OpenCarrier } from './carrier-port.js'
import { webSocketCarrier } from './web-socket-carrier.js'

/** Opens links with the global WebSocket. It negotiates compression itself and takes no headers and no agent. */
export function openCarrier(_options: CarrierOptions): OpenCarrier {
  return webSocketCarrier(url => new WebSocket(url))
}
