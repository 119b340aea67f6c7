/** What carries the frames of a session, as the socket sees it. In a file of its own, so that public types need none of RxJS's DOM types. */
import type { FrameData } from '../../codec/frame.js'

/** `ws`, a browser's WebSocket, or an exchange in this process. */
export interface Transport {
  /** May throw. */
  send(text: string): void
  /** Starts the closing handshake. May throw. */
  close(code: number): void
  /** Destroys the connection at once. Must not throw. */
  terminate(): void
  /** Whether the open connection keeps the process alive; without this method it always does. */
  keepAlive?(isNeeded: boolean): void
}

/** Receives what happens on a {@link Transport}. `onClose` comes once, after everything else, however the connection ended. */
export interface TransportListener {
  onOpen(): void
  onMessage(data: FrameData): void
  /** The exchange sent a ping, which the transport answers. */
  onPing(): void
  /** The connection failed. Where no `onClose` follows, this was its end. */
  onError(cause: unknown): void
  onClose(code: number, reason: string, cause?: unknown): void
}

/** Opens a transport. Throws where the configuration does not allow to open any. */
export type TransportFactory = (url: string, listener: TransportListener) => Transport
