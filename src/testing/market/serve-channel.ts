/** What the exchange of a marble market sends on one channel. */
import { Observable } from 'rxjs'
import type { MarketError } from '../../model/errors.js'
import type { MarketEvent } from '../../model/event.js'
import { isMarketError } from '../../model/is-market-error.js'
import type { ChannelLog } from './channel-log.js'
import type { MarbleConnection } from './marble-connection.js'
import type { Marble } from './marble.js'

/** A channel as it is drawn. */
export interface DrawnChannel {
  readonly name: string
  /** Hot; completes with the channel. */
  readonly marbles$: Observable<Marble>
  /** The event of each marble; one without an event rejects the channel. */
  readonly events: ReadonlyMap<Marble, MarketEvent>
  readonly rejection: unknown
}

/** What all channels of a feed have in common. */
export interface ServeContext {
  readonly now: () => number
  readonly log: ChannelLog
  readonly connection: MarbleConnection
  readonly onError: (error: MarketError) => void
  /** Receives every event, after the channel's subscribers. */
  readonly onEvent: (event: MarketEvent) => void
}

/** Subscribes the channel at the exchange; emits what is drawn while the connection is available. */
export function serve$(channel: DrawnChannel, context: ServeContext): Observable<MarketEvent> {
  const { name, marbles$, events, rejection } = channel
  const { now, log, connection, onError, onEvent } = context
  return new Observable(subscriber => {
    let hadEvents = false
    log.join(name, now())
    connection.addWanted(name)
    subscriber.add(() => {
      log.leave(name, now(), hadEvents)
      connection.removeWanted(name)
    })
    const onMarble = (marble: Marble): void => {
      if (!connection.isAvailable) return
      connection.onFrame()
      const event = events.get(marble)
      if (event === undefined) {
        if (isMarketError(rejection)) onError(rejection)
        return subscriber.error(rejection)
      }
      hadEvents = true
      subscriber.next(event)
      onEvent(event)
    }
    subscriber.add(marbles$.subscribe({ next: onMarble, complete: () => subscriber.complete() }))
  })
}
