/** The live Feed: channels in, shared observables out, over a pool of connections. */
import { defer, firstValueFrom, forkJoin, map, merge, of, Subject, throwError } from 'rxjs'
import { RateLimiter } from '../clock/rate-limiter.js'
import type { Feed } from '../feed.js'
import { InvalidChannelError, type MarketError, MarketClosedError } from '../model/errors.js'
import type { MarketEvent } from '../model/event.js'
import type { ConnectionStatus } from '../model/status.js'
import { Link, type LinkConfig } from './link.js'
import { Pool } from './pool.js'

export interface LiveFeedConfig<N> extends Omit<LinkConfig<N>, 'attempts' | 'status' | 'report' | 'event'> {
  readonly maxConnections: number
}

export function liveFeed<N>(config: LiveFeedConfig<N>): Feed<N> {
  const { venue, scheduler, maxConnections } = config
  const { limits } = venue
  const status$ = new Subject<ConnectionStatus>()
  const errors$ = new Subject<MarketError>()
  const events$ = new Subject<MarketEvent<N>>()
  const present = new Map<number, ConnectionStatus>()
  const attempts = new RateLimiter(limits.connections, limits.connectionWindow, scheduler)
  let isClosed = false
  let closed: Promise<void> | undefined

  const pool = new Pool<Link<N>>({
    maxConnections,
    streamsPerConnection: limits.streamsPerConnection,
    create: id =>
      new Link(id, {
        ...config,
        attempts,
        report: error => errors$.next(error),
        // A Subject makes objects for each value even where nobody listens.
        event: event => {
          if (events$.observed) events$.next(event)
        },
        status: status => {
          present.set(id, status)
          status$.next(status)
        },
      }),
  })

  return {
    channel$: channel => {
      const { connection } = channel
      if (connection !== undefined && connection >= maxConnections) {
        throw new InvalidChannelError(
          channel.kind,
          `connection ${connection} is not in the pool; it has 0 to ${maxConnections - 1} (pool.maxConnections)`,
        )
      }
      const stream = venue.streamName(channel)
      return defer(() => {
        if (isClosed) return throwError(() => new MarketClosedError())
        return pool.place(stream, connection).stream$(stream, channel)
      })
    },
    connection$: defer(() => merge(of(...present.values()), status$)),
    errors$: errors$.asObservable(),
    events$: events$.asObservable(),
    close: () => {
      isClosed = true
      closed ??= firstValueFrom(
        forkJoin([of(undefined), ...pool.links.map(link => link.close$())]).pipe(
          map(() => {
            for (const subject$ of [status$, errors$, events$]) subject$.complete()
          }),
        ),
      )
      return closed
    },
  }
}
