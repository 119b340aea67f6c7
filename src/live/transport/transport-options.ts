/** Options of the WebSocket itself. A browser's own WebSocket can honour none of them. */
import type { SchedulerLike } from 'rxjs'
import type { Compression } from '../../options.js'

export interface TransportOptions {
  readonly compression: Exclude<Compression, true>
  /** Bytes that a frame may have, once inflated. */
  readonly maxFrameBytes: number
  /** The clock that a `Retry-After` date is compared with. */
  readonly scheduler: SchedulerLike
  /** HTTP headers of the handshake. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** An `http.Agent`, such as a proxy's. */
  readonly agent?: object | undefined
}
