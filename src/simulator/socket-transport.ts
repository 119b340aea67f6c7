/** A real WebSocket as what carries a session. */
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { Outbox } from './outbox.js'
import type { Transport } from './transport.js'

/** Where compression was agreed to, shorter messages go without: the `threshold` of `ws`. */
const COMPRESSED_FROM = 1_024

/**
 * Messages are framed and written in bundles by ourselves, which costs a third of `ws` and its two writes a message; what is
 * to be compressed, and everything else, goes through `ws`. The order of all is kept.
 */
export function createSocketTransport(socket: WebSocket, line: Socket): Transport {
  const outbox = new Outbox(line)
  const isCompressed = socket.extensions !== ''
  /** Messages that `ws` has not written yet: it compresses in its own time. */
  let behind = 0
  const written = () => void behind--

  return {
    kind: 'ws',
    extensions: socket.extensions,
    get bufferedAmount() {
      return socket.bufferedAmount + outbox.waiting
    },
    get bytesRead() {
      return line.bytesRead
    },
    get bytesWritten() {
      return line.bytesWritten
    },
    send(text) {
      if (behind === 0 && !(isCompressed && text.length >= COMPRESSED_FROM)) {
        if (socket.readyState === socket.OPEN) outbox.add(text)
        return
      }
      outbox.flush()
      behind++
      socket.send(text, written)
    },
    ping(payload) {
      outbox.flush()
      socket.ping(payload)
    },
    pong(payload) {
      outbox.flush()
      socket.pong(payload)
    },
    close(code, reason) {
      outbox.flush()
      socket.close(code, reason)
    },
    reset: () => {
      line.resetAndDestroy()
    },
    freeze: () => {
      socket.pause()
    },
  }
}
