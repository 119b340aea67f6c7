/**
 * The transport of a session's frames. A separate file, so that public types do not depend on
 * RxJS's DOM types.
 */
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

/**
 * Receives what happens on a {@link Transport}. `onClose` comes once, after everything else,
 * however the connection ended.
 */
export interface TransportListener {
  onOpen(): void
  onMessage(data: FrameData): void
  /** The exchange sent a ping, which the transport answers. */
  onPing(): void
  /** The connection failed. When no `onClose` follows, it has ended. */
  onError(cause: unknown): void
  onClose(code: number, reason: string, cause?: unknown): void
}

/** Opens a transport. Throws when the configuration is invalid. */
export type TransportFactory = (url: string, listener: TransportListener) => Transport
