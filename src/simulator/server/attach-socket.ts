/** Upgrades HTTP requests to WebSockets, and attaches a session to each. */
import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { Compressor } from './compressor.js'
import type { Endpoint } from './endpoint.js'
import type { ServerContext } from './server.js'
import { createSocketTransport } from './socket-transport.js'
import type { TransportEvents } from './transport.js'

/**
 * Longer messages than `limits.frameBytes` that are read, so that the close states the reason;
 * beyond, `ws` closes.
 */
const TOLERATED_BYTES = 65_536
/** The longest message, even without a limit. */
const MAX_PAYLOAD = 2 ** 27
/** Fragments of a message, and reads of a frame, that are buffered at most. */
const MAX_FRAGMENTS = 256
const MAX_BUFFERED_CHUNKS = 8_192

type AttachSocket = (request: IncomingMessage, tcp: Duplex, head: Buffer, endpoint: Endpoint) => void

/** @param compression whether permessage-deflate is accepted */
export function createSocketAttacher(compression: boolean, context: ServerContext): AttachSocket {
  const { limits, scheduler } = context
  const compressor = new Compressor()
  const windowBits = new WeakMap<IncomingMessage, number | undefined>()
  const server = new WebSocketServer({
    noServer: true,
    autoPong: false,
    maxPayload: Math.min(MAX_PAYLOAD, limits.frameBytes + TOLERATED_BYTES),
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_BUFFERED_CHUNKS,
    // No window outlives a message, in either direction.
    perMessageDeflate: compression && {
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
      zlibInflateOptions: { chunkSize: 1_024 },
    },
  })
  server.on('headers', (headers, request) => windowBits.set(request, parseWindowBits(headers)))

  return (request, tcp, head, endpoint) => {
    server.handleUpgrade(request, tcp, head, socket => {
      // Assigned before any event: they come in later ticks.
      let session: TransportEvents | undefined = undefined
      const transport = createSocketTransport(socket, request.socket, {
        scheduler,
        compressor,
        windowBits: windowBits.get(request),
        sendTimeout: limits.sendTimeout,
        onStalled: () => session?.stalled(),
      })
      session = context.accept(endpoint, transport)
      forwardEvents(socket, session, context.onError)
    })
  }
}

function forwardEvents(socket: WebSocket, session: TransportEvents, onError: (error: unknown) => void): void {
  /** A defect costs its own connection, not the process. */
  const guard =
    <A extends unknown[]>(handle: (...args: A) => void) =>
    (...args: A) => {
      try {
        handle(...args)
      } catch (error) {
        onError(error)
        socket.close(1011, 'Internal error')
      }
    }
  // `ws` has checked the UTF-8 of text messages; a binary one that is not UTF-8 is no command
  // either.
  socket.on(
    'message',
    guard((data: unknown) => {
      const bytes = data as Buffer
      session.message(isUtf8(bytes) ? bytes.toString() : '\ufffd')
    }),
  )
  socket.on(
    'ping',
    guard((payload: Buffer) => session.ping(payload)),
  )
  socket.on(
    'pong',
    guard((payload: Buffer) => session.pong(payload)),
  )
  socket.on('close', () => session.closed())
  socket.on('error', (error: Error & { code?: string }) => {
    if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') session.tooLong()
    else session.closed()
  })
}

/**
 * The window of messages to the client, of the agreed extension; undefined without compression.
 * Source: RFC 7692, 7.1.2.1.
 */
function parseWindowBits(headers: readonly string[]): number | undefined {
  const header = headers.find(line => /^sec-websocket-extensions:.*permessage-deflate/i.test(line))
  if (header === undefined) return undefined
  const bits = Number(/server_max_window_bits="?(\d+)/.exec(header)?.[1] ?? 15)
  // zlib has no raw window of 8 bits; uncompressed messages are always allowed.
  return bits >= 9 ? bits : undefined
}
