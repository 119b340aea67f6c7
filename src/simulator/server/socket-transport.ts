/** The transport of a WebSocket. */
import type { Socket } from 'node:net'
import type { SchedulerLike } from 'rxjs'
import type { WebSocket } from 'ws'
import { COMPRESSION_THRESHOLD, type Compressor } from './compressor.js'
import { FrameWriter } from './frame-writer.js'
import { StallDetector } from './stall-detector.js'
import type { Transport } from './transport.js'

export interface SocketTransportOptions {
  readonly scheduler: SchedulerLike
  readonly compressor: Compressor
  /** The agreed `server_max_window_bits`; undefined without compression. */
  readonly windowBits: number | undefined
  /** Ms without progress after which `onStalled` is called. */
  readonly sendTimeout: number
  readonly onStalled: () => void
}

/**
 * Messages are framed here and written in batches, which costs a third of the two writes a message
 * of `ws`. They are compressed once for all clients. Everything else goes through `ws`. The order
 * is preserved.
 */
export function createSocketTransport(
  socket: WebSocket,
  tcp: Socket,
  { scheduler, compressor, windowBits, sendTimeout, onStalled }: SocketTransportOptions,
): Transport {
  const isOpen = () => socket.readyState === socket.OPEN
  const writer = new FrameWriter(tcp, isOpen)
  const stalls = new StallDetector(tcp, scheduler, sendTimeout, onStalled)

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
      if (!isOpen()) return
      if (windowBits !== undefined && text.length >= COMPRESSION_THRESHOLD) {
        writer.writeCompressed(compressor.compress(text, windowBits))
      } else writer.write(text)
      stalls.check()
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
