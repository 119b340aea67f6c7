/** What carries the frames of a link, as the socket sees it. Apart from the socket, so that public types need none of RxJS's DOM types. */
import type { FrameData } from '../codec/frame.js'

/** What carries frames: `ws`, a browser's WebSocket, or an exchange in this process. */
export interface Carrier {
  send(text: string): void
  /** Starts the closing handshake. */
  close(code: number): void
  /** Drops the link at once. */
  terminate(): void
}

/** What a carrier tells. `closed` comes once, after everything else, however the link ended. */
export interface CarrierEvents {
  opened(): void
  frame(data: FrameData): void
  /** The exchange pinged and the carrier answers by itself. */
  pinged(): void
  closed(code: number, reason: string, cause?: unknown): void
}

/** Opens a carrier. May throw. */
export type OpenCarrier = (url: string, events: CarrierEvents) => Carrier
