/**
 * Transport over anything of the browser's WebSocket shape: a browser's, Node's, `ws`, or a fake
 * with fewer members.
 */
import type { WebSocketLike } from '../../options.js'
import { InvalidOptionError } from '../../validation/invalid-option-error.js'
import { printValue } from '../../validation/print-value.js'
import type { Transport, TransportFactory, TransportListener } from './transport.js'

/** Members that only some sockets have. */
interface OptionalMembers {
  /** Of `ws`: destroys the connection. */
  terminate?(): void
  binaryType?: string
  readonly readyState?: number
}

const OPEN = 1
/** The code that the W3C's socket reports for a close frame without one. */
const NO_STATUS = 1005

/** Opens connections with `connect`. The socket answers pings by itself. */
export function webSocketLikeTransport(connect: (url: string) => WebSocketLike): TransportFactory {
  return (url, listener) => {
    const socket: WebSocketLike & OptionalMembers = connect(url)
    if (typeof socket !== 'object' || socket === null || typeof socket.send !== 'function')
      throw new InvalidOptionError('connect', `should return a WebSocket, got ${printValue(socket)}`)
    // A Blob can only be read asynchronously.
    if (socket.binaryType === 'blob') socket.binaryType = 'arraybuffer'
    const onMessage = messageReader(listener)
    socket.onopen = () => listener.onOpen()
    socket.onmessage = event => onMessage(event.data)
    socket.onclose = event => listener.onClose(event?.code ?? NO_STATUS, String(event?.reason ?? ''))
    // A handler even where a close follows: `ws` throws an error that nothing listens to.
    socket.onerror = event => listener.onError(causeOf(event))
    if (socket.readyState === OPEN) listener.onOpen()
    return toTransport(socket)
  }
}

function toTransport(socket: WebSocketLike & OptionalMembers): Transport {
  return {
    send: text => socket.send(text),
    close: code => socket.close(code),
    terminate: () => {
      try {
        // A close alone would keep the socket until a peer that is gone has answered it.
        if (typeof socket.terminate === 'function') socket.terminate()
        else socket.close()
      } catch {
        // The socket is being abandoned: it cannot be closed further.
      }
    },
  }
}

/**
 * Delivers text and bytes unchanged. Blobs are read asynchronously, and later frames wait for them,
 * to keep the order.
 */
function messageReader(listener: TransportListener): (data: unknown) => void {
  let pending: Promise<void> | undefined
  const deliver = (data: unknown): void => {
    if (typeof data === 'string') listener.onMessage(data)
    else if (ArrayBuffer.isView(data))
      listener.onMessage(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    else if (isArrayBuffer(data)) listener.onMessage(new Uint8Array(data))
    else if (Array.isArray(data) && data.every(part => ArrayBuffer.isView(part)))
      listener.onMessage(concat(data))
    // Neither text nor bytes: the router reports it as a frame that is not JSON.
    else listener.onMessage(printValue(data))
  }
  const deliverBlob = async (blob: Blob): Promise<void> => {
    try {
      deliver(await blob.arrayBuffer())
    } catch (cause) {
      listener.onError(cause)
    }
  }
  return data => {
    if (pending === undefined && (typeof data === 'string' || !isBlob(data))) return deliver(data)
    const next = (pending ?? Promise.resolve()).then(() => (isBlob(data) ? deliverBlob(data) : deliver(data)))
    pending = next
    void next.then(() => {
      if (pending === next) pending = undefined
    })
  }
}

/** By tag and not by `instanceof`: the value may be of another realm. */
const tagOf = (value: unknown): string => Object.prototype.toString.call(value)

const isArrayBuffer = (data: unknown): data is ArrayBuffer =>
  tagOf(data) === '[object ArrayBuffer]' || tagOf(data) === '[object SharedArrayBuffer]'

const isBlob = (data: unknown): data is Blob => tagOf(data) === '[object Blob]'

/** Fragments, as `ws` hands them over with `binaryType` set to `fragments`. */
function concat(parts: readonly ArrayBufferView[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at)
    at += part.byteLength
  }
  return bytes
}

/** The W3C's error event carries no reason; `ws` and Node add the error. */
function causeOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'error' in event ? event.error : undefined
}
