/** The live Feed: channels in, shared observables out, over a pool of connections. */
import { defer, firstValueFrom, forkJoin, map, merge, of, Subject, throwError } from 'rxjs'
import { RateLimiter } from '../clock/rate-limiter.js'
import type { Feed, RawFrame } from '../feed.js'
import { InvalidChannelError, type MarketError, MarketClosedError } from '../model/errors.js'
import type { MarketEvent } from '../model/event.js'
import type { ConnectionStatus } from '../model/status.js'
import { Connection, type ConnectionConfig } from './connection.js'
import { Pool } from './pool.js'

/** What a live feed is made of and how it behaves. Times are milliseconds. */
export interface LiveFeedConfig<N> extends Omit<
  ConnectionConfig<N>,
  'connectLimiter' | 'frames' | 'onStatus' | 'onError' | 'onEvent'
> {
  readonly maxConnections: number
}

export function liveFeed<N>(config: LiveFeedConfig<N>): Feed<N> {
  const { venue, scheduler, maxConnections } = config
  const { limits } = venue
  const status$ = new Subject<ConnectionStatus>()
  const errors$ = new Subject<MarketError>()
  const events$ = new Subject<MarketEvent<N>>()
  const frames$ = new Subject<RawFrame>()
  const latestStatuses = new Map<number, ConnectionStatus>()
  const connectLimiter = new RateLimiter(limits.connections, limits.connectionWindow, scheduler)
  let isClosed = false
  let closed: Promise<void> | undefined

  const pool = new Pool<Connection<N>>({
    maxConnections,
    streamsPerConnection: limits.streamsPerConnection,
    create: id =>
      new Connection(id, {
        ...config,
        connectLimiter,
        frames: frames$,
        onError: error => errors$.next(error),
        // A Subject makes objects for each value even without observers.
        onEvent: event => {
          if (events$.observed) events$.next(event)
        },
        onStatus: status => {
          latestStatuses.set(id, status)
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
        return pool.assign(stream, connection).stream$(stream, channel)
      })
    },
    connection$: defer(() => merge(of(...latestStatuses.values()), status$)),
    errors$: errors$.asObservable(),
    events$: events$.asObservable(),
    frames$: frames$.asObservable(),
    close: () => {
      isClosed = true
      closed ??= firstValueFrom(
        forkJoin([of(undefined), ...pool.connections.map(connection => connection.close$())]).pipe(
          map(() => {
            for (const subject$ of [status$, errors$, events$, frames$]) subject$.complete()
          }),
        ),
      )
      return closed
    },
  }
}
