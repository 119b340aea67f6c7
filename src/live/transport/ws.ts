/** Transport over the package `ws`. Browser builds have `ws-browser.mts` in this file's place. */
import type { Agent, IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { HandshakeRejectedError } from '../../model/errors/connection-errors.js'
import { parseRetryAfter } from '../../clock/retry-after.js'
import type { TransportOptions } from './transport-options.js'
import type { TransportFactory } from './transport.js'

/** Opens connections with `ws`. */
export function openTransport(options: TransportOptions): TransportFactory {
  const { compression, headers, agent, maxFrameBytes, scheduler } = options
  return (url, listener) => {
    const socket = new WebSocket(url, {
      perMessageDeflate: compression === false ? false : { zlibDeflateOptions: { level: compression.level } },
      maxPayload: maxFrameBytes,
      ...(headers !== undefined && { headers }),
      ...(agent !== undefined && { agent: agent as Agent }),
    })
    let failure: Error | undefined
    let upgrade: IncomingMessage | undefined
    // `on` and not `onmessage`: the latter allocates an event for each frame.
    socket.on('open', () => listener.onOpen())
    socket.on('upgrade', response => (upgrade = response))
    socket.on('unexpected-response', (_request, response) => {
      const { statusCode = 0, headers } = response
      const retryAfter = parseRetryAfter(headers['retry-after'], headers.date, scheduler.now())
      failure = new HandshakeRejectedError(url, statusCode, retryAfter)
      socket.terminate()
    })
    socket.on('message', (data: Buffer) => listener.onMessage(data))
    socket.on('ping', () => listener.onPing())
    socket.on('error', error => (failure ??= error))
    socket.on('close', (code, reason) => listener.onClose(code, reason.toString(), failure))
    return {
      send: text => socket.send(text),
      close: code => socket.close(code),
      terminate: () => socket.terminate(),
      keepAlive: isNeeded => {
        // Bun's response has no socket.
        const connection = upgrade?.socket as IncomingMessage['socket'] | null | undefined
        if (isNeeded) connection?.ref()
        else connection?.unref()
      },
    }
  }
}
