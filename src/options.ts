/** Options of a live market: what may be chosen, what is chosen else, and what is wrong with a choice. */
import { asyncScheduler, type SchedulerLike } from 'rxjs'
import { DEFAULT_RECONNECT, type Reconnect, type ReconnectOptions } from './live/backoff.js'
import { openTransport } from './live/transport/ws.js'
import type { Compression } from './live/transport/transport-options.js'
import type { LiveFeedConfig } from './live/live-feed.js'
import { type WebSocketLike, webSocketLikeTransport } from './live/transport/websocket-like.js'
import { InvalidOptionError } from './model/errors.js'
import type { Numeric } from './codec/decimal.js'
import type { TimeUnit, Venue } from './venues/venue.js'

/** Options of `binance(options)`. Every one may be left out. */
export interface LiveOptions {
  /**
   * The exchange's address, or that of one like it. A path `/ws` or `/stream` at its end is understood.
   * @default 'wss://stream.binance.com:9443'
   */
  readonly url?: string
  /** How a lost connection is had back; `false` gives up at the first drop. */
  readonly reconnect?: ReconnectOptions | false
  /**
   * Milliseconds between probes of the link (LIST_SUBSCRIPTIONS). A link that sends nothing for 5 s (`commandTimeout`) after a
   * probe, or does not answer one before the next, is given up and opened anew.
   * @default 30_000
   */
  readonly heartbeatInterval?: number
  /** Milliseconds that a connection may take to open. @default 30_000 */
  readonly connectTimeout?: number
  /** Milliseconds that the exchange may take to answer a command. @default 5_000 */
  readonly commandTimeout?: number
  /** Milliseconds that the exchange may take over each of the last UNSUBSCRIBE and the closing handshake. @default 2_000 */
  readonly closeTimeout?: number
  /**
   * permessage-deflate: `false`, or `{ level }` with zlib's level (0 to 9) for what we send. Saves bytes, costs processor time on
   * every frame. A browser decides by itself.
   * @default false
   */
  readonly compression?: Compression
  /** Streams are spread over at most so many connections; the exchange allows 1,024 streams on each. */
  readonly pool?: {
    /** @default 5 */
    readonly maxConnections?: number
  }
  /** The unit of the exchange's own times (`eventTime` and the like). `receivedAt` is always milliseconds. @default 'millisecond' */
  readonly timeUnit?: TimeUnit
  /**
   * Whether decoders are compiled (`new Function`) where the platform allows it; without, they are interpreted: the same events,
   * each at several times the cost. `false` is for pages whose Content-Security-Policy reports every attempt.
   * @default true
   */
  readonly compile?: boolean
  /** The clock: give a virtual one to run in virtual time. @default asyncScheduler */
  readonly scheduler?: SchedulerLike
  /** HTTP headers of the handshake. Not in browsers. */
  readonly headers?: Readonly<Record<string, string>>
  /** An `http.Agent`, such as a proxy's. Not in browsers. */
  readonly agent?: object
  /** Opens the socket in place of `ws` (or the browser's WebSocket): give `exchange.connect` to use an exchange in this process. */
  readonly connect?: (url: string) => WebSocketLike
}

const MAX_DELAY = 2 ** 31 - 1 // Longer timers fire at once.

/** The configuration that `options` ask for, or an {@link InvalidOptionError}. */
export function liveConfig<N>(venue: Venue, options: LiveOptions, numeric: Numeric<N>): LiveFeedConfig<N> {
  const { url = venue.url, timeUnit = 'millisecond', compression = false, headers, agent, connect } = options
  check(
    'timeUnit',
    timeUnit,
    ['millisecond', 'microsecond'].includes(timeUnit),
    "'millisecond' or 'microsecond'",
  )
  check('numeric', numeric, typeof numeric === 'function', 'a function from text')
  check(
    'connect',
    connect,
    connect === undefined || typeof connect === 'function',
    'a function from a URL to a socket',
  )
  const { compile = true } = options
  check('compile', compile, typeof compile === 'boolean', 'true or false')
  const level = compression === false ? undefined : compression.level
  check('compression.level', level, level === undefined || isWhole(level, 0, 9), 'a whole number from 0 to 9')
  const maxConnections = options.pool?.maxConnections ?? 5
  check(
    'pool.maxConnections',
    maxConnections,
    isWhole(maxConnections, 1, 300),
    'a whole number from 1 to 300',
  )

  return {
    venue,
    url: venue.endpoint(url, timeUnit),
    open:
      connect === undefined
        ? openTransport({ compression, ...(headers && { headers }), ...(agent && { agent }) })
        : webSocketLikeTransport(connect),
    decoderOf: venue.decoders(numeric, compile),
    maxConnections,
    reconnect: options.reconnect === false ? false : reconnect(options.reconnect ?? {}),
    heartbeatInterval: duration('heartbeatInterval', options.heartbeatInterval, 30_000, 1),
    connectTimeout: duration('connectTimeout', options.connectTimeout, 30_000, 1),
    commandTimeout: duration('commandTimeout', options.commandTimeout, 5_000, 1),
    closeTimeout: duration('closeTimeout', options.closeTimeout, 2_000, 0),
    scheduler: options.scheduler ?? asyncScheduler,
  }
}

function reconnect(options: ReconnectOptions): Reconnect {
  const { maxAttempts, factor, jitter, random } = { ...DEFAULT_RECONNECT, ...options }
  const isCount = maxAttempts === Infinity || isWhole(maxAttempts, 0, MAX_DELAY)
  check('reconnect.maxAttempts', maxAttempts, isCount, 'a whole number from 0, or Infinity')
  check('reconnect.factor', factor, factor >= 1 && factor < Infinity, 'a number from 1')
  check('reconnect.jitter', jitter, jitter >= 0 && jitter <= 1, 'a number from 0 to 1')
  check('reconnect.random', random, typeof random === 'function', 'a function that gives a number')
  const { initialDelay, maxDelay, minUptime } = DEFAULT_RECONNECT
  return {
    maxAttempts,
    factor,
    jitter,
    random,
    initialDelay: duration('reconnect.initialDelay', options.initialDelay, initialDelay, 0),
    maxDelay: duration('reconnect.maxDelay', options.maxDelay, maxDelay, 0),
    minUptime: duration('reconnect.minUptime', options.minUptime, minUptime, 0),
  }
}

function duration(name: string, value: number | undefined, byDefault: number, least: number): number {
  const chosen = value ?? byDefault
  check(name, chosen, chosen >= least && chosen <= MAX_DELAY, `milliseconds from ${least} to ${MAX_DELAY}`)
  return chosen
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most

function check(option: string, value: unknown, isRight: boolean, allowed: string): void {
  if (!isRight) throw new InvalidOptionError(option, `should be ${allowed}, got ${String(value)}`)
}
