/** Options of the WebSocket itself. A browser's own WebSocket can honour none of them. */

import type { Compression } from '../options.js'

export interface CarrierOptions {
  readonly compression: Exclude<Compression, true>
  /** HTTP headers of the handshake. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** An `http.Agent`, such as a proxy's. */
  readonly agent?: object | undefined
}
