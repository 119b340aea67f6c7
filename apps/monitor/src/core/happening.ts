/** Happenings: everything that can change the view. */
import { type Channel, type ConnectionStatus, type MarketError, type MarketEvent } from 'rxmarket'

export type Happening =
  | { readonly type: 'event'; readonly at: number; readonly event: MarketEvent }
  | { readonly type: 'status'; readonly at: number; readonly status: ConnectionStatus }
  /** The market told of a dropped frame or a command without success. */
  | { readonly type: 'error'; readonly at: number; readonly error: MarketError }
  /** One channel ended; the others go on. */
  | { readonly type: 'refused'; readonly at: number; readonly channel: Channel; readonly error: MarketError }
  /** A whole second passed. */
  | { readonly type: 'second'; readonly at: number }
