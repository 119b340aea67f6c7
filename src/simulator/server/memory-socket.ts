/**
 * A WebSocket in memory: the interface of the browser on one side, the transport of a session on
 * the other.
 */
import type { SchedulerLike, Subscription } from 'rxjs'
import { LatencyQueue } from './latency-queue.js'
import type { Transport, TransportEvents } from './transport.js'
import { encodeUtf8 } from '../../validation/utf8.js'

/** An event handler, bivariant in its event, as the browser's are. */
type Handler<E> = { handle(event: E): void }['handle'] | null

/** The event of `onclose`; `code` is 1006 where the connection broke without a close frame. */
export interface MemoryCloseEvent {
  readonly type: 'close'
  readonly code: number
  readonly reason: string
  readonly wasClean: boolean
}

/** The event of `onmessage`. */
export interface MemoryMessageEvent {
  readonly type: 'message'
  readonly data: string
}

/**
 * The client's end of a connection in memory, with the interface of the browser's `WebSocket`.
 *
 * Events are delivered on the exchange's scheduler, in order, never within the call that caused
 * them. Pings are answered automatically, as in a browser.
 */
export interface MemorySocket {
  readonly CONNECTING: 0
  readonly OPEN: 1
  readonly CLOSING: 2
  readonly CLOSED: 3
  readonly readyState: number
  readonly url: string
  readonly protocol: string
  readonly extensions: string
  readonly bufferedAmount: number
  binaryType: 'blob' | 'arraybuffer'
  onopen: Handler<{ readonly type: 'open' }>
  onmessage: Handler<MemoryMessageEvent>
  onerror: Handler<{ readonly type: 'error' }>
  onclose: Handler<MemoryCloseEvent>
  /** @throws `InvalidStateError` while connecting; discarded once closing, as in a browser */
  send(text: string): void
  /**
   * @throws `InvalidAccessError` for a code that is neither 1000 nor 3000 to 4999, `SyntaxError`
   *   for a reason of more than 123 bytes
   */
  close(code?: number, reason?: string): void
}

/** The maximum duration of a closing handshake before the close is unclean, ms; as in `ws`. */
const CLOSE_TIMEOUT = 30_000

type ToServer =
  | { readonly type: 'message'; readonly text: string }
  | { readonly type: 'pong'; readonly payload: Uint8Array }
  | { readonly type: 'closed' }
type ToClient =
  | { readonly type: 'message'; readonly text: string }
  | { readonly type: 'ping'; readonly payload: Uint8Array }
  | { readonly type: 'open' | 'rejected' | 'reset' }
  | { readonly type: 'close'; readonly code: number; readonly reason: string }

export interface MemorySocketOptions {
  readonly url: string
  readonly scheduler: SchedulerLike
  /** Each way, ms. */
  readonly latency: number
  /** Decides whether the connection may open, when the handshake arrives. */
  readonly admit: () => boolean
  /** Attaches a session to the open connection. */
  readonly accept: (transport: Transport) => TransportEvents
}

export function createMemorySocket({
  url,
  scheduler,
  latency,
  admit,
  accept,
}: MemorySocketOptions): MemorySocket {
  let state = 0
  let session: TransportEvents | undefined
  let frozen = false
  let isClosing = false
  let closeTimer: Subscription | undefined
  const bytes = { read: 0, written: 0 }

  const toServer = new LatencyQueue<ToServer | 'handshake'>(scheduler, latency, item => {
    if (item === 'handshake') handshake()
    else if (frozen || session === undefined) return
    else if (item.type === 'message') session.message(item.text)
    else if (item.type === 'pong') session.pong(item.payload)
    else {
      session.closed()
      if (!isClosing) toClient.push({ type: 'close', code: closing.code, reason: closing.reason })
    }
  })
  const closing = { code: 1005, reason: '' }

  const toClient = new LatencyQueue<ToClient>(scheduler, latency, item => {
    if (state === 3) return
    switch (item.type) {
      case 'open':
        if (state !== 0) return
        state = 1
        socket.onopen?.({ type: 'open' })
        return
      case 'message':
        if (state === 1) socket.onmessage?.({ type: 'message', data: item.text })
        return
      case 'ping':
        if (state === 1) toServer.push({ type: 'pong', payload: item.payload })
        return
      case 'rejected':
      case 'reset':
        finish(1006, '', true)
        return
      case 'close':
        finish(item.code, item.reason, false)
    }
  })

  function handshake(): void {
    if (!admit()) {
      toClient.push({ type: 'rejected' })
      return
    }
    toClient.push({ type: 'open' })
    session = accept(transport)
  }

  function finish(code: number, reason: string, failed: boolean): void {
    if (state === 3) return
    state = 3
    closeTimer?.unsubscribe()
    toServer.clear()
    toClient.clear()
    session?.closed()
    if (failed) socket.onerror?.({ type: 'error' })
    socket.onclose?.({ type: 'close', code, reason, wasClean: !failed })
  }

  const transport: Transport = {
    kind: 'memory',
    extensions: '',
    get bufferedAmount() {
      return toClient.size
    },
    get bytesRead() {
      return bytes.read
    },
    get bytesWritten() {
      return bytes.written
    },
    send(text) {
      bytes.written += text.length
      if (!frozen && !isClosing) toClient.push({ type: 'message', text }, text.length)
    },
    ping: payload => toClient.push({ type: 'ping', payload }),
    pong: () => undefined,
    close(code, reason) {
      isClosing = true
      toClient.push({ type: 'close', code, reason })
    },
    reset() {
      isClosing = true
      toClient.push({ type: 'reset' })
    },
    freeze() {
      frozen = true
      toClient.clear()
    },
  }

  const socket = {
    CONNECTING: 0,
    OPEN: 1,
    CLOSING: 2,
    CLOSED: 3,
    url,
    protocol: '',
    extensions: '',
    binaryType: 'blob',
    onopen: null,
    onmessage: null,
    onerror: null,
    onclose: null,
    get readyState() {
      return state
    },
    get bufferedAmount() {
      return toServer.size
    },
    send(text) {
      if (state === 0) throw new DOMException('The socket is still connecting', 'InvalidStateError')
      if (state !== 1) return
      bytes.read += text.length
      toServer.push({ type: 'message', text }, text.length)
    },
    close(code, reason = '') {
      if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) {
        throw new DOMException(
          `A client may close with 1000 or 3000 to 4999, not ${code}`,
          'InvalidAccessError',
        )
      }
      if (encodeUtf8(reason).length > 123) {
        throw new DOMException('A close reason has at most 123 bytes', 'SyntaxError')
      }
      if (state >= 2) return
      const connecting = state === 0
      state = 2
      if (connecting) {
        toServer.clear()
        toClient.push({ type: 'reset' })
        return
      }
      if (code !== undefined) Object.assign(closing, { code, reason })
      toServer.push({ type: 'closed' })
      closeTimer = scheduler.schedule(() => finish(1006, '', true), CLOSE_TIMEOUT)
    },
  } as MemorySocket

  toServer.push('handshake')
  return socket
}
