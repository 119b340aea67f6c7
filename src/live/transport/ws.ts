/** Transport over the package `ws`. Browser builds have `ws-browser.mts` in this file's place. */
import type { Agent, IncomingMessage } from 'node:http'
import type { SchedulerLike } from 'rxjs'
import { WebSocket } from 'ws'
import { HandshakeRejectedError } from '../../model/errors/connection-errors.js'
import { parseRetryAfter } from '../../clock/retry-after.js'
import { readMessages } from './message-reader.js'
import type { TransportOptions } from './transport-options.js'
import type { TransportFactory } from './transport.js'

/** Opens connections with `ws`. */
export function openTransport(options: TransportOptions): TransportFactory {
  const { compression, headers, agent, maxFrameBytes, scheduler } = options
  return (url, listener) => {
    const socket = new WebSocket(url, {
      perMessageDeflate: compression === false ? false : { zlibDeflateOptions: { level: compression.level } },
      maxPayload: maxFrameBytes,
      autoPong: false,
      ...(headers !== undefined && { headers }),
      ...(agent !== undefined && { agent: agent as Agent }),
    })
    let failure: Error | undefined
    /** The connection below; Bun's response has none. */
    let connection: IncomingMessage['socket'] | null | undefined
    // `on` and not `onmessage`: the latter allocates an event for each frame.
    socket.on('open', () => {
      if (connection && socket.extensions === '')
        readMessages(connection, { maxLength: maxFrameBytes, onMessage: data => listener.onMessage(data) })
      listener.onOpen()
    })
    socket.on('upgrade', response => (connection = response.socket))
    socket.on('unexpected-response', (_request, response) => {
      const { statusCode = 0, headers } = response
      const retryAfter = parseRetryAfter(headers['retry-after'], headers.date, scheduler.now())
      failure = new HandshakeRejectedError(url, statusCode, retryAfter)
      socket.terminate()
    })
    socket.on('message', (data: Buffer) => listener.onMessage(data))
    answerPings(socket, scheduler, () => listener.onPing())
    socket.on('error', error => (failure ??= error))
    socket.on('close', (code, reason) => listener.onClose(code, reason.toString(), failure))
    return {
      send: text => socket.send(text),
      close: code => socket.close(code),
      terminate: () => socket.terminate(),
      keepAlive: isNeeded => {
        if (isNeeded) connection?.ref()
        else connection?.unref()
      },
    }
  }
}

/**
 * Answers the latest of the pings that were read at once, as RFC 6455, 5.5.3 allows. Answering all
 * that waited while the process was stopped would exceed the exchange's limit of messages.
 *
 * @param onPong called for each answer
 */
function answerPings(socket: WebSocket, scheduler: SchedulerLike, onPong: () => void): void {
  let latest: Buffer | undefined
  socket.on('ping', (data: Buffer) => {
    if (latest === undefined) {
      scheduler.schedule(() => {
        const payload = latest
        latest = undefined
        if (socket.readyState !== WebSocket.OPEN) return
        socket.pong(payload)
        onPong()
      })
    }
    latest = data
  })
}
