/** Carries frames with the package `ws`. Browser builds have `carrier-browser.mts` in this file's place. */
import type { Agent } from 'node:http'
import { WebSocket } from 'ws'
import type { CarrierOptions } from './carrier-options.js'
import type { OpenCarrier } from './carrier-port.js'

/** Opens links with `ws`. */
export function openCarrier(options: CarrierOptions): OpenCarrier {
  const { compression, headers, agent } = options
  return (url, events) => {
    const socket = new WebSocket(url, {
      perMessageDeflate: compression === false ? false : { zlibDeflateOptions: { level: compression.level } },
      ...(headers !== undefined && { headers }),
      ...(agent !== undefined && { agent: agent as Agent }),
    })
    let failure: Error | undefined
    // `on` and not `onmessage`: the latter allocates an event for each frame.
    socket.on('open', () => events.opened())
    socket.on('message', (data: Buffer) => events.frame(data))
    socket.on('ping', () => events.pinged())
    socket.on('error', error => (failure = error))
    socket.on('close', (code, reason) => events.closed(code, reason.toString(), failure))
    return {
      send: text => socket.send(text),
      close: code => socket.close(code),
      terminate: () => socket.terminate(),
    }
  }
}
