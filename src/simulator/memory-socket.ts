/** A WebSocket without a wire: the browser's shape on one side, a session's transport on the other. */
import type { SchedulerLike, Subscription } from 'rxjs'
import { Pipe } from './pipe.js'
import type { Transport, TransportEvents } from './transport.js'

/** A handler that may be written for a wider or a narrower event, as the browser's are. */
type Handler<E> = { handle(event: E): void }['handle'] | null

/** What `onclose` is given; `code` is 1006 where the link broke without one. */
export interface MemoryCloseEvent {
  readonly type: 'close'
  readonly code: number
  readonly reason: string
  readonly wasClean: boolean
}

/** What `onmessage` is given. */
export interface MemoryMessageEvent {
  readonly type: 'message'
  readonly data: string
}

/**
 * The client's end of a connection in memory, in the shape of the browser's `WebSocket`.
 *
 * Everything it tells (open, messages, close) comes through the exchange's scheduler, in order, never within the call
 * that caused it. Pings of the exchange are answered by itself, as a browser does.
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
  /** @throws `InvalidStateError` while connecting; silently lost once closing, as in a browser */
  send(text: string): void
  /** @throws `InvalidAccessError` for a code that is neither 1000 nor 3000 to 4999 */
  close(code?: number, reason?: string): void
}

/** How long a close waits for its answer before it is called unclean, ms; as long as `ws` waits. */
const CLOSE_TIMEOUT = 30_000

type ToServer = { readonly type: 'message' | 'pong'; readonly text: string } | { readonly type: 'closed' }
type ToClient =
  | { readonly type: 'message' | 'ping'; readonly text: string }
  | { readonly type: 'open' | 'refused' | 'reset' }
  | { readonly type: 'close'; readonly code: number; readonly reason: string }

export interface MemorySocketOptions {
  readonly url: string
  readonly scheduler: SchedulerLike
  /** Each way, ms. */
  readonly latency: number
  /** Asked when the knock arrives: whether the connection may open. */
  readonly admit: () => boolean
  /** Told of the open connection. */
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
  let gone = false
  let patience: Subscription | undefined
  const bytes = { read: 0, written: 0 }

  const toServer = new Pipe<ToServer | 'knock'>(scheduler, latency, item => {
    if (item === 'knock') knock()
    else if (frozen || session === undefined) return
    else if (item.type === 'message') session.message(item.text)
    else if (item.type === 'pong') session.pong(item.text)
    else {
      session.closed()
      if (!gone) toClient.push({ type: 'close', code: closing.code, reason: closing.reason })
    }
  })
  const closing = { code: 1005, reason: '' }

  const toClient = new Pipe<ToClient>(scheduler, latency, item => {
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
        if (state === 1) toServer.push({ type: 'pong', text: item.text })
        return
      case 'refused':
      case 'reset':
        finish(1006, '', true)
        return
      case 'close':
        finish(item.code, item.reason, false)
    }
  })

  function knock(): void {
    if (!admit()) {
      toClient.push({ type: 'refused' })
      return
    }
    toClient.push({ type: 'open' })
    session = accept(transport)
  }

  function finish(code: number, reason: string, failed: boolean): void {
    if (state === 3) return
    state = 3
    patience?.unsubscribe()
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
      return toClient.load
    },
    get bytesRead() {
      return bytes.read
    },
    get bytesWritten() {
      return bytes.written
    },
    send(text) {
      bytes.written += text.length
      if (!frozen && !gone) toClient.push({ type: 'message', text }, text.length)
    },
    ping: text => toClient.push({ type: 'ping', text }),
    pong: () => undefined,
    close(code, reason) {
      gone = true
      toClient.push({ type: 'close', code, reason })
    },
    reset() {
      gone = true
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
      return toServer.load
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
      patience = scheduler.schedule(() => finish(1006, '', true), CLOSE_TIMEOUT)
    },
  } as MemorySocket

  toServer.push('knock')
  return socket
}
