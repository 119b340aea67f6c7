/** The server's end of a connection: a WebSocket, or one in memory. */

export interface Transport {
  readonly kind: 'ws' | 'memory'
  /** Bytes accepted by `send` but not yet sent. */
  readonly bufferedAmount: number
  /** Agreed extensions, such as `permessage-deflate`; empty for none. */
  readonly extensions: string
  /** Bytes on the wire so far; in memory, the length of the messages' text. */
  readonly bytesRead: number
  readonly bytesWritten: number
  send(text: string): void
  ping(payload: Uint8Array): void
  pong(payload: Uint8Array): void
  /** Starts the closing handshake. */
  close(code: number, reason: string): void
  /** Destroys the connection abruptly: the client sees 1006. */
  reset(): void
  /** Stops both directions without notice: a half-open connection. */
  freeze(): void
}

/** Receives what a transport reports; a session does. */
export interface TransportEvents {
  message(text: string): void
  /** A message was longer than the transport accepts; it closes with 1009 by itself. */
  tooLong(): void
  ping(payload: Uint8Array): void
  pong(payload: Uint8Array): void
  /** The client has not received anything for `limits.sendTimeout`, though bytes wait for it. */
  stalled(): void
  closed(): void
}
