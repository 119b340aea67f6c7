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
  ping(payload: string): void
  pong(payload: string): void
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
  ping(payload: string): void
  pong(payload: string): void
  closed(): void
}
