/**
 * Options of a live market: what may be chosen. Their defaults and checks are in
 * `live-settings.ts`.
 */
import type { ObservableInput, SchedulerLike } from 'rxjs'
import type { BackfillOption } from './model/gap.js'
import type { DebugEntry } from './model/debug-entry.js'

/** Options for reconnecting. Delays are milliseconds. */
export interface ReconnectOptions {
  /** Attempts in a row before reconnecting fails; `Infinity` never fails. @default 5 */
  readonly maxAttempts?: number
  /** Delay before the first attempt. @default 1_000 */
  readonly initialDelay?: number
  /** The longest delay. @default 60_000 */
  readonly maxDelay?: number
  /** Each delay is the previous one times this. @default 2 */
  readonly factor?: number
  /**
   * The random part of a delay, 0 to 1, so that many clients do not return at once. @default 0.5
   */
  readonly jitter?: number
  /** Attempts count from 1 again after a connection that was open for this long. @default 5_000 */
  readonly minUptime?: number
  /**
   * Returns random numbers from 0 to below 1. Pass a seeded one for a repeatable run. @default
   * Math.random
   */
  readonly random?: () => number
}

/** When a session is replaced by a new one. */
export interface RotationOptions {
  /**
   * Milliseconds from the opening of a session until it is replaced, 1,000 to 86,400,000, less a
   * random part of up to `reconnect.jitter / 10`. The exchange closes a session after 24 hours.
   * @default 82_800_000 (23 hours)
   */
  readonly after?: number
  /**
   * An hour of the day, UTC, 0 to 23, at whose beginning a session is replaced as well, so that the
   * next rotation by age is at about the same time of the day. Default: none.
   */
  readonly hour?: number
  /** As `reconnect.random`, which is the default; for a repeatable run with `reconnect: false`. */
  readonly random?: () => number
}

/**
 * permessage-deflate: off, on, or on with zlib's level for messages sent by the client. The
 * exchange chooses its own.
 */
export type Compression = boolean | { readonly level?: number }

/** The unit of the exchange's times. */
export type TimeUnit = 'millisecond' | 'microsecond'

// A method, so that handlers with a narrower event, such as the DOM's, are accepted.
type Handler<E> = { handle(event: E): void }['handle']

/**
 * The part of the browser's WebSocket that a Market needs; also what `exchange.connect` of
 * `rxmarket/simulator` returns.
 */
export interface WebSocketLike {
  onopen: Handler<unknown> | null
  onmessage: Handler<{ readonly data: unknown }> | null
  onclose: Handler<{ readonly code: number; readonly reason: string }> | null
  onerror: Handler<unknown> | null
  send(text: string): void
  close(code?: number, reason?: string): void
}

/** The response to a {@link HttpRequest}. */
export interface HttpResponse {
  readonly status: number
  /**
   * By name, in any case. The client reads `retry-after`, `date` and the exchange's used weight.
   */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Sends GET to a URL with the headers, when subscribed to; unsubscribing aborts. A promise will do,
 * though it cannot be aborted. Any status is a response; an error is for a request that got none,
 * and is repeated.
 */
export type HttpRequest = (
  url: string,
  request: { readonly headers: Readonly<Record<string, string>> },
) => ObservableInput<HttpResponse>

/** The part of an exchange of `rxmarket/simulator` that a market needs. */
export interface EmbeddedExchange {
  readonly connect: (url: string) => WebSocketLike
  readonly request$: HttpRequest
  readonly scheduler: SchedulerLike
}

/**
 * Options of a live market, such as `binance(options)`. Every one may be left out; `undefined` is
 * its default.
 */
export interface LiveOptions {
  /**
   * The exchange's address, or that of one that speaks its protocol. A trailing `/ws` or `/stream`
   * is accepted. Of a list, mirrors use different addresses, and an attempt after a failure uses
   * the next one.
   * @default 'wss://stream.binance.com:9443'
   */
  readonly url?: string | readonly string[]
  /**
   * Options for reconnecting; `true` is the defaults, `false` disables reconnecting. @default true
   */
  readonly reconnect?: ReconnectOptions | boolean
  /**
   * Replaces a session before the exchange closes it: at 23 hours, and at once when the exchange
   * announces a shutdown. A second session is opened and subscribed, both are merged by the ids of
   * their events, and the first one closes when every stream has been taken over, so that nothing
   * is lost. `false` lets sessions drop and reconnects.
   * @default true
   */
  readonly rotation?: RotationOptions | boolean
  /**
   * The number of sessions that carry every stream, 1 to 4. The first arrival of each event is
   * emitted; a gap is what all of them lost. Costs as many sockets, and the exchange's limit of
   * connections counts each.
   * @default 1
   */
  readonly mirror?: number
  /**
   * Milliseconds between probes of the connection (LIST_SUBSCRIPTIONS), at least 1,000. A
   * connection that sends nothing for 5 s (`commandTimeout`) after a probe, or does not answer one
   * before the next, is closed and reopened.
   * @default 30_000
   */
  readonly heartbeatInterval?: number
  /** Milliseconds that a connection may take to open. @default 30_000 */
  readonly connectTimeout?: number
  /** Milliseconds that the exchange may take to answer a command. @default 5_000 */
  readonly commandTimeout?: number
  /**
   * Milliseconds that the exchange may take over each of the last UNSUBSCRIBE and the closing
   * handshake. @default 2_000
   */
  readonly closeTimeout?: number
  /**
   * Milliseconds that a connection stays open after its last stream was unsubscribed, so that a
   * change of symbol does not reconnect. `close()` does not wait for it. @default 1_000
   */
  readonly linger?: number
  /**
   * Bytes of the largest frame that is read, decompressed. A larger one closes the connection.
   * @default 16_777_216
   */
  readonly maxFrameBytes?: number
  /**
   * permessage-deflate: `true`, or `{ level }` with zlib's level (0 to 9) for messages sent by the
   * client. Saves bytes, costs processor time on every frame. A browser decides by itself.
   * @default false
   */
  readonly compression?: Compression
  /** Streams are spread over a pool of connections; the exchange allows 1,024 streams on each. */
  readonly pool?: {
    /** @default 5 */
    readonly maxConnections?: number
  }
  /**
   * The unit of the exchange's own times (`eventTime` and the like). `receivedAt` is always
   * milliseconds. @default 'millisecond'
   */
  readonly timeUnit?: TimeUnit
  /**
   * Whether decoders are compiled (`new Function`), if the platform allows it. Interpreted ones
   * produce the same events at several times the cost. Browsers do not compile by default: a page's
   * Content-Security-Policy would report the attempt.
   * @default true, in browsers false
   */
  readonly compile?: boolean
  /** The clock. Pass a virtual one to run in virtual time. @default asyncScheduler */
  readonly scheduler?: SchedulerLike
  /** HTTP headers of the handshake. Not in browsers. */
  readonly headers?: Readonly<Record<string, string>>
  /** An `http.Agent`, such as a proxy's. Not in browsers. */
  readonly agent?: object
  /**
   * Opens the socket in place of `ws` (or the browser's WebSocket). Pass `exchange.connect` to use
   * an exchange in this process.
   */
  readonly connect?: (url: string) => WebSocketLike
  /**
   * The address of the exchange's REST, which snapshots, history and `checkSymbols` need. A
   * trailing `/api/v3` is accepted. Default: the REST of the exchange at `url`, if it is Binance's
   * own. With any other `url`, or with `connect`, there is none: what needs REST errors with
   * `INVALID_OPTION`.
   */
  readonly restUrl?: string
  /**
   * Sends REST requests in place of `fetch`, such as through a proxy: `agent` and `headers` have no
   * effect on `fetch`.
   */
  readonly request?: HttpRequest
  /**
   * An exchange of `rxmarket/simulator` in this process, in place of a real one: sets `connect`,
   * `request` and `scheduler` where they are not given.
   */
  readonly exchange?: EmbeddedExchange
  /**
   * Whether symbols are compared with those that the exchange lists. The list is requested once,
   * before the first channel is subscribed. One that is not listed errors with `INVALID_CHANNEL`
   * and the name that was probably meant; the exchange would accept it and send nothing. If the
   * request fails, `errors$` reports why and no symbol is rejected.
   * @default false
   */
  readonly checkSymbols?: boolean
  /**
   * Whether subscriptions of `trade$`, `aggTrade$` and `kline$` are backfilled by default: missing
   * events are fetched and emitted in their place, while live events wait. `{ capacity, maxDelay }`
   * limits how many events of a channel wait and for how many milliseconds; `true` is 10,000 and
   * 30,000. No effect on other channels.
   * @default false
   */
  readonly backfill?: BackfillOption
  /**
   * Called with each frame received, command sent, socket event, status and error. Costs nothing
   * when absent; with it, each frame is decoded to text once more. URLs have no credentials. See
   * `docs/debugging.md`.
   */
  readonly debug?: (entry: DebugEntry) => void
  /**
   * The type of decimals is chosen in the call, which determines the type of the market: see
   * {@link NumericBinanceOptions}.
   */
  readonly numeric?: undefined
}
