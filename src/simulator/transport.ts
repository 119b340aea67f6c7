/** What carries a session: a real WebSocket or one in memory. */

/** The server's end of one connection. */
export interface Transport {
  readonly kind: 'ws' | 'memory'
  /** Bytes accepted by `send` but not yet on their way. */
  readonly bufferedAmount: number
  /** Agreed extensions, such as `permessage-deflate`; empty for none. */
  readonly extensions: string
  /** Bytes on the wire so far; in memory, the length of the messages' text. */
  readonly bytesRead: number
  readonly bytesWritten: number
  send(text: string): void
  ping(payload: string): void
  pong(payload: string): void
  /** Says goodbye with a code and a reason. */
  close(code: number, reason: string): void
  /** Cuts the line without a word: the client sees 1006. */
  reset(): void
  /** Stops both directions and tells nobody: a half-open link. */
  freeze(): void
}

/** Who listens at the server's end. */
export interface TransportEvents {
  message(text: string): void
  ping(payload: string): void
  pong(payload: string): void
  closed(): void
}
