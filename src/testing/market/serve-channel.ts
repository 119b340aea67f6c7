/** Emits the items that the exchange of a marble market sends on one channel. */
import { Observable } from 'rxjs'
import type { MarketError } from '../../validation/market-error.js'
import type { Channel } from '../../model/channel.js'
import type { MarketEvent } from '../../model/event.js'
import type { Gap } from '../../model/gap.js'
import { isMarketError } from '../../model/errors/is-market-error.js'
import type { ChannelLog } from './channel-log.js'
import type { MarbleConnection } from './marble-connection.js'
import type { Marble } from './marble.js'
import { MissedEvents } from './missed-events.js'

/** A drawn channel. */
export interface DrawnChannel {
  readonly name: string
  readonly channel: Channel
  /** Hot; completes with the channel. */
  readonly marbles$: Observable<Marble>
  /** The event or the gap of each marble; one without either rejects the channel. */
  readonly events: ReadonlyMap<Marble, MarketEvent | Gap>
  readonly rejection: unknown
}

/** The shared parts of a feed's channels. */
export interface ServeContext {
  readonly now: () => number
  readonly log: ChannelLog
  readonly connection: MarbleConnection
  readonly onError: (error: MarketError) => void
  /** Receives every event, after the channel's subscribers. */
  readonly onEvent: (event: MarketEvent) => void
  /** Receives each gap, before the channel's subscribers. */
  readonly onGap: (gap: Gap) => void
  readonly nextGapId: () => number
}

/**
 * Subscribes the channel at the exchange; emits what is drawn while the connection is available.
 */
export function serve$(drawn: DrawnChannel, context: ServeContext): Observable<MarketEvent | Gap> {
  const { name, channel, marbles$, events, rejection } = drawn
  const { now, log, connection, onError, onEvent, onGap, nextGapId } = context
  return new Observable(subscriber => {
    let hadEvents = false
    const missed = new MissedEvents()
    log.join(name, now())
    connection.addWanted(name)
    subscriber.add(() => {
      log.leave(name, now(), hadEvents)
      connection.removeWanted(name)
    })
    const emitGap = (gap: Omit<Gap, 'id'>): void => {
      const numbered = { ...gap, id: nextGapId() }
      onGap(numbered)
      subscriber.next(numbered)
    }
    const onMarble = (marble: Marble): void => {
      const event = events.get(marble)
      if (event?.type === 'gap') return emitGap(event)
      if (!connection.isAvailable) {
        if (event !== undefined) missed.add(event)
        return
      }
      connection.onFrame()
      if (event === undefined) {
        if (isMarketError(rejection)) onError(rejection)
        return subscriber.error(rejection)
      }
      hadEvents = true
      const gap = missed.gapBefore(event)
      if (gap !== undefined) emitGap({ ...gap, channel })
      subscriber.next(event)
      onEvent(event)
    }
    subscriber.add(marbles$.subscribe({ next: onMarble, complete: () => subscriber.complete() }))
  })
}
