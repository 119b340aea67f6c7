/** The transport of a WebSocket. */
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { FrameWriter } from './frame-writer.js'
import type { Transport } from './transport.js'

/** Shorter messages are not compressed: the `threshold` of `ws`. */
const COMPRESSION_THRESHOLD = 1_024

/**
 * Messages are framed here and written in batches, which costs a third of `ws` with its two writes a message. What is
 * compressed, and everything else, goes through `ws`. The order is preserved.
 */
export function createSocketTransport(socket: WebSocket, tcp: Socket): Transport {
  const writer = new FrameWriter(tcp)
  const isCompressed = socket.extensions !== ''
  /** Messages that `ws` has not written yet, as it compresses asynchronously. */
  let unwritten = 0
  const onWritten = () => void unwritten--

  return {
    kind: 'ws',
    extensions: socket.extensions,
    get bufferedAmount() {
      return socket.bufferedAmount + writer.pendingBytes
    },
    get bytesRead() {
      return tcp.bytesRead
    },
    get bytesWritten() {
      return tcp.bytesWritten
    },
    send(text) {
      if (unwritten === 0 && !(isCompressed && text.length >= COMPRESSION_THRESHOLD)) {
        if (socket.readyState === socket.OPEN) writer.write(text)
        return
      }
      writer.flush()
      unwritten++
      socket.send(text, onWritten)
    },
    ping(payload) {
      writer.flush()
      socket.ping(payload)
    },
    pong(payload) {
      writer.flush()
      socket.pong(payload)
    },
    close(code, reason) {
      writer.flush()
      socket.close(code, reason)
    },
    reset: () => {
      tcp.resetAndDestroy()
    },
    freeze: () => {
      socket.pause()
    },
  }
}
