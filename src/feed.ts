/** Feed: the port that every source of market data implements. */
import type { Observable } from 'rxjs'
import type { Channel } from './model/channel.js'
import type { MarketError } from './model/errors.js'
import type { EventOf, MarketEvent } from './model/event.js'
import type { ConnectionStatus } from './model/status.js'

/** Where data comes from: the live exchange, a marble diagram, later a recording or another machine. */
export interface Feed<N = number> {
  /** The events of one channel: cold, shared among its subscribers. `channel` has been checked. */
  channel$<C extends Channel>(channel: C): Observable<EventOf<C['kind'], N>>
  /** The lifecycle of the connections behind the feed. */
  readonly connection$: Observable<ConnectionStatus>
  /** What was dropped or refused, and harmed nobody else. */
  readonly errors$: Observable<MarketError>
  /** Every event now flowing. */
  readonly events$: Observable<MarketEvent<N>>
  /** Ends everything; resolves when the source is closed. */
  close(): Promise<void>
}
