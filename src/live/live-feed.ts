/** The live Feed: channels in, shared observables out, over a pool of connections. */
import { BehaviorSubject, concat, defer, EMPTY, merge, type Observable, Subject } from 'rxjs'
import { RateLimiter } from '../clock/rate-limiter.js'
import type { Feed } from '../feed.js'
import type { Channel } from '../model/channel.js'
import { symbolCheck } from '../rest/listed-symbols.js'
import { restClient, type RestConfig } from '../rest/rest-client.js'
import type { DebugEntry } from '../model/debug-entry.js'
import type { FeedStats } from '../model/feed-stats.js'
import type { Gap, GapOptions } from '../model/gap.js'
import type { RawFrame } from '../model/raw-frame.js'
import { InvalidChannelError } from '../model/errors/channel-errors.js'
import { MarketClosedError } from '../model/errors/consumer-errors.js'
import type { MarketError } from '../validation/market-error.js'
import type { EventOf, MarketEvent } from '../model/event.js'
import { ConnectionStatuses } from '../streams/connection-statuses.js'
import { Connection, type ConnectionConfig } from './connection.js'
import { DebugReporter } from './debug-reporter.js'
import { failLater } from './fail-later.js'
import { Pool } from './pool.js'

/** The parts and settings of a live feed. Times are milliseconds. */
export interface LiveFeedConfig<N> extends Omit<
  ConnectionConfig<N>,
  | 'connectLimiter'
  | 'events$'
  | 'frames$'
  | 'nextGapId'
  | 'onStatus'
  | 'onError'
  | 'onGap'
  | 'onUnrouted'
  | 'sequence'
> {
  readonly maxConnections: number
  readonly checkSymbols: boolean
  readonly rest: Pick<RestConfig<N>, 'address' | 'request' | 'numeric' | 'timeUnit'>
  readonly debug: ((entry: DebugEntry) => void) | undefined
}

export function liveFeed<N>(config: LiveFeedConfig<N>): Feed<N> {
  const { venue, scheduler, maxConnections } = config
  const { limits } = venue
  const statuses = new ConnectionStatuses()
  const errors$ = new Subject<MarketError>()
  const events$ = new Subject<MarketEvent<N>>()
  const gaps$ = new Subject<Gap>()
  const frames$ = new Subject<RawFrame>()
  const stats$ = new BehaviorSubject<FeedStats>({ unroutedFrames: 0 })
  const connectLimit = { limit: limits.connections, span: limits.connectionWindow }
  const connectLimiter = new RateLimiter(connectLimit, scheduler)
  let gapCount = 0
  // A subscriber that throws does not disturb the connection: RxJS reports its error.
  const debug$ = new Subject<DebugEntry>()
  if (config.debug !== undefined) debug$.subscribe(config.debug)
  let isClosed = false
  let closed: Promise<void> | undefined

  const pool = new Pool<Connection<N>>({
    maxConnections,
    streamsPerConnection: limits.streamsPerConnection,
    create: id => {
      const reporter = config.debug && new DebugReporter(entry => debug$.next(entry), id, scheduler)
      return new Connection(id, {
        ...config,
        openTransport: reporter?.observe(config.openTransport) ?? config.openTransport,
        connectLimiter,
        events$,
        frames$,
        sequence: channel => venue.sequence(channel),
        nextGapId: () => ++gapCount,
        onGap: gap => gaps$.next(gap),
        onStatus: status => {
          reporter?.onStatus(status)
          statuses.next(status)
        },
        onError: error => {
          reporter?.onError(error)
          errors$.next(error)
        },
        onUnrouted: () => stats$.next({ ...stats$.value, unroutedFrames: stats$.value.unroutedFrames + 1 }),
      })
    },
  })

  const fail$ = failLater(scheduler)
  const rest = restClient<N>({
    ...config.rest,
    protocol: venue.rest,
    reconnect: config.reconnect,
    scheduler,
    fail$,
    onError: error => errors$.next(error),
    onStats: requests => stats$.next({ ...stats$.value, requests }),
  })

  const checkSymbol$ = config.checkSymbols
    ? symbolCheck({ client: rest, scheduler, fail$, onError: error => errors$.next(error) })
    : undefined

  const channel$ = <C extends Channel>(
    channel: C,
    { gaps = false }: GapOptions = {},
  ): Observable<EventOf<C['kind'], N>> => {
    const { connection } = channel
    if (connection !== undefined && connection >= maxConnections) {
      throw new InvalidChannelError(
        channel.kind,
        `connection ${connection} is not in the pool; it has 0 to ${maxConnections - 1} (pool.maxConnections)`,
      )
    }
    const stream = venue.streamName(channel)
    const stream$ = defer(() => {
      if (isClosed) return fail$(new MarketClosedError())
      try {
        return pool.assign(stream, connection).stream$(stream, channel, gaps)
      } catch (error) {
        // STREAM_LIMIT is for this subscriber.
        return fail$(error)
      }
    })
    if (checkSymbol$ === undefined) return stream$
    // A market that was closed during the check completes its channels.
    const rest$ = defer(() => (isClosed ? EMPTY : stream$))
    const checked$ = concat(checkSymbol$(channel), rest$)
    return defer(() => (isClosed ? stream$ : checked$))
  }

  const close = (): Promise<void> => {
    isClosed = true
    rest.close()
    if (closed !== undefined) return closed
    const closed$ = pool.connections.map(connection => connection.close$())
    closed = new Promise(resolve => {
      const complete = (): void => {
        statuses.complete()
        for (const subject$ of [errors$, events$, gaps$, frames$, stats$]) subject$.complete()
        resolve()
      }
      merge(...closed$).subscribe({ complete })
    })
    return closed
  }

  return {
    channel$,
    connection$: statuses.status$,
    errors$: errors$.asObservable(),
    events$: events$.asObservable(),
    gaps$: gaps$.asObservable(),
    frames$: frames$.asObservable(),
    stats$: stats$.asObservable(),
    query$: (query, options) =>
      defer(() => (isClosed ? fail$(new MarketClosedError()) : rest.query$(query, options))),
    connectionOf: channel => pool.find(venue.streamName(channel), channel.connection),
    numeric: config.rest.numeric,
    scheduler,
    close,
  }
}
