/** Options of the WebSocket itself. A browser's own WebSocket can honour none of them. */

/** permessage-deflate: `false`, or on with zlib's level for what we send. The exchange chooses its own. */
export type Compression = false | { readonly level?: number }

export interface TransportOptions {
  readonly compression: Compression
  /** Bytes that a frame may have, once inflated. */
  readonly maxFrameBytes: number
  /** HTTP headers of the handshake. */
  readonly headers?: Readonly<Record<string, string>>
  /** An `http.Agent`, such as a proxy's. */
  readonly agent?: object
}
