/** An exchange in this process: a market, the sessions that watch it, the ways in, and all that can be made to go wrong. */
import { asyncScheduler, type Observable, type SchedulerLike, Subscription } from 'rxjs'
import { readCapture } from './capture.js'
import { readCaptureFile } from './capture-file.js'
import { type Connection, viewOf } from './connection.js'
import { Door } from './door.js'
import { type Endpoint, readEndpoint } from './endpoint.js'
import type { ScheduledFault } from './faults/fault.js'
import { FaultDesk } from './faults/fault-desk.js'
import { createFaults } from './faults/create-faults.js'
import type { Faults } from './faults/faults.js'
import { readFaults } from './faults/read-faults.js'
import { createStage } from './faults/create-stage.js'
import { Frame } from './frame.js'
import { Hub } from './hub.js'
import { Journal, type Received, type Sent } from './journal.js'
import { binanceLimits, type Limits } from './limits.js'
import { createListings, defaultSymbols, type SymbolOptions } from './listing.js'
import { type Preset, presetOf } from './engine/activity.js'
import { startServer } from './listen.js'
import { createMemorySocket, type MemorySocket } from './memory-socket.js'
import { type Playback, type PlaybackOptions, Tape } from './playback.js'
import { answered$ } from './rest/answered.js'
import { createRest, type RestRequest } from './rest/rest.js'
import type { RestResponse } from './rest/response.js'
import type { Address, ListenOptions, Server } from './server.js'
import { Session } from './session.js'
import { SimulatedMarket } from './simulated-market.js'
import type { Transport } from './transport.js'

/** How long a closing exchange waits for its clients, ms. */
const CLOSE_GRACE = 1_000

/** Settings of `createExchange`; every one has a default. */
export interface ExchangeOptions {
  /** Chooses the market: the same seed, settings and time of creation give the same bytes, whoever watches. @default 1 */
  readonly seed?: number
  /** What is listed; of any other symbol the streams are silent, as at Binance. @default BTCUSDT, ETHUSDT, BNBUSDT, SOLUSDT, XRPUSDT, ADAUSDT, DOGEUSDT, LINKUSDT */
  readonly symbols?: readonly (string | SymbolOptions)[]
  /** How lively the market is, where a symbol does not say so itself: one of `presets`. @default usual */
  readonly preset?: Preset
  /** All time of the exchange. @default asyncScheduler */
  readonly scheduler?: SchedulerLike
  /** Delay of sockets in memory, each way, ms. @default 0 */
  readonly latency?: number
  /** Each one that is given replaces Binance's. @default binanceLimits */
  readonly limits?: Partial<Limits>
  /** What goes wrong, and when, from the exchange's creation on; what cannot be throws `InvalidFaultError`. @default nothing */
  readonly faults?: readonly ScheduledFault[]
}

/** A running exchange. */
export interface Exchange {
  /**
   * Serves WebSocket and REST on one port; rejects with `ListenError` (`LISTEN_FAILED`) where it cannot, and in a browser.
   * @param port default 0: any that is free
   */
  listen(port?: number, options?: ListenOptions): Promise<Address>
  /**
   * Opens a connection in memory; works unbound. The URL's path and query decide what it gets, its host is ignored.
   * @param url default `ws://exchange.local/stream`
   */
  readonly connect: (url?: string) => MemorySocket
  /** `connect` as a constructor, for code that wants a WebSocket class, such as `webSocket({ WebSocketCtor })` of RxJS. */
  readonly WebSocket: new (url?: string, protocols?: string | string[]) => MemorySocket
  /**
   * Answers a REST request without a port, at once: `exchange.rest('/api/v3/depth?symbol=BTCUSDT')`.
   *
   * Knows, under `/api/v3/`: `ping`, `time`, `exchangeInfo`, `executionRules`, `depth`, `trades`, `historicalTrades`,
   * `historicalBlockTrades`, `aggTrades`, `klines`, `uiKlines`, `avgPrice`, `ticker/24hr`, `ticker/tradingDay`, `ticker`,
   * `ticker/price`, `ticker/bookTicker`, `referencePrice` and `referencePrice/calculation`. Each request has its documented weight,
   * told in `x-mbx-used-weight-1m`; beyond `limits.weightPerMinute` the answer is 429, and for those who go on 418, with
   * `retry-after`.
   *
   * Klines reach back 18 minutes in seconds, 26 hours in minutes (`1m` to `30m`) and 46 days in hours and more; older ones are left
   * out. Of trades the newest 1,000 are remembered, of aggregate trades the newest 10,000.
   *
   * An answer that a fault delays says so in `delay`; `request$` waits.
   */
  readonly rest: (url: string, request?: RestRequest) => RestResponse
  /** As `rest`, on the scheduler: asked at each subscription, `latency` and faults included. Completes after the answer, or never. */
  readonly request$: (url: string, request?: RestRequest) => Observable<RestResponse>
  /**
   * Serves a recording in the place of the market, from the first frame, once clients have subscribed to it.
   * Payloads keep their text, byte for byte (and so their unit of time). REST goes on telling of the market.
   * While nothing is subscribed the tape stands still. A second playback ends the first.
   *
   * Rejects with `CaptureError` (`CAPTURE_UNREADABLE`) for a file that is missing, damaged or of another kind.
   * @param recording a path (what gzip has packed is unpacked), or the text itself
   *
   * ```ts
   * import { createExchange } from 'rxmarket/simulator'
   *
   * const text = '1000.5: {"stream":"btcusdt@trade","data":{"e":"trade"}}'
   * const exchange = createExchange()
   * const tape = await exchange.playback({ name: 'one frame', text }, { speed: 60, waitFor: 'all' })
   * const socket = exchange.connect(`/stream?streams=${tape.streams.join('/')}`)
   * socket.onmessage = ({ data }) => console.log(data)
   * await tape.done
   * await exchange.close()
   * ```
   */
  playback(
    recording: string | { readonly name: string; readonly text: string },
    options?: PlaybackOptions,
  ): Promise<Playback>
  /** What can be made to go wrong. */
  readonly faults: Faults
  /** The open connections, oldest first. */
  readonly connections: readonly Connection[]
  /** Connection attempts so far, refused ones among them. */
  readonly attempts: number
  /** Attempts that were turned away, by the limit or by a fault. */
  readonly refused: number
  /** Messages sent to clients so far, over living and closed connections. */
  readonly sent: number
  /** What clients sent, over living and closed connections, oldest first; the newest 20,000. */
  readonly received: readonly Received[]
  /** What clients send, as it comes. Hot; completes at `close()`. */
  readonly commands$: Observable<Received>
  /** What the exchange sends, over whichever connection, as it goes on the wire. Hot; completes at `close()`. */
  readonly sent$: Observable<Sent>
  /** The most messages (pings and pongs counted) that any one connection has sent in any second so far. */
  maxMessagesInAnySecond(): number
  /**
   * Says `serverShutdown` to every connection and closes each of them with 1001 after the grace period.
   * Connections made meanwhile stay, as they would on another machine of the exchange.
   * Source: web-socket-streams.md, Server Shutdown.
   * @param grace ms, default 10_000
   */
  shutdown(options?: { readonly grace?: number }): void
  /** Closes every connection with 1001, then the server (whoever does not answer is cut after a second). Nothing of it keeps the process alive. */
  close(): Promise<void>
}

/**
 * A Binance-compatible spot exchange for market data in this process, for demos, tests and virtual time.
 *
 * Each symbol has a matching engine, to which orders come by a documented model (`order-flow.ts` names the papers). Prices,
 * trades, klines, tickers and depth all come from it, so they agree with one another; nobody's orders but its own are in it.
 *
 * Time is the scheduler's alone: on a virtual one, hours pass in moments. Nothing runs until somebody asks or subscribes;
 * what was due until then happens at once, event by event. So a symbol's path depends on the seed, its settings and the
 * time at which the exchange was created, never on who watches.
 *
 * Gotchas: an open connection has timers (ping, age), so a process ends only after `close()` or once clients have left,
 * and a virtual scheduler must be advanced rather than flushed. Whoever asks first after a long time waits until all of it has
 * happened: up to four million events a symbol (30 hours at the usual rate). Of more, only bars are drawn and the book is then
 * new, so that there the path does depend on when somebody asked.
 *
 * ```ts
 * import { createExchange } from 'rxmarket/simulator'
 *
 * const exchange = createExchange({ seed: 7, symbols: ['BTCUSDT'] })
 * const { url, restUrl } = await exchange.listen()
 * console.log(`${url}/ws/btcusdt@trade`, `${restUrl}/api/v3/depth?symbol=BTCUSDT`)
 *
 * const socket = exchange.connect('/ws/btcusdt@trade')
 * socket.onmessage = ({ data }) => {
 *   console.log(data)
 *   void exchange.close()
 * }
 * ```
 */
export function createExchange(options: ExchangeOptions = {}): Exchange {
  const { seed = 1, symbols = defaultSymbols, scheduler = asyncScheduler, latency = 0 } = options
  const limits = { ...binanceLimits, ...options.limits }
  const schedule = readFaults(options.faults ?? [])
  const desk = new FaultDesk()
  const hub = new Hub(desk.frames)
  const activity = presetOf(options.preset ?? 'usual')
  const listings = createListings(symbols, activity)
  if (!(latency >= 0 && latency < Infinity)) {
    throw new TypeError(`latency ${String(latency)} cannot be: give milliseconds from 0`)
  }
  const market = new SimulatedMarket(hub, seed, listings, scheduler)
  hub.attach(market)
  const journal = new Journal()
  const door = new Door(scheduler, limits, desk)
  const sessions = new Map<number, Session>()
  const timers = new Subscription()
  let ids = 0
  let sentToGone = 0
  let closed = false

  const context = {
    scheduler,
    hub,
    limits,
    faults: desk,
    journal,
    left({ id, sent }: Session) {
      sentToGone += sent
      sessions.delete(id)
    },
  }

  const accept = (endpoint: Endpoint, transport: Transport) => {
    const session = new Session(++ids, endpoint, transport, context)
    if (!session.ended) sessions.set(session.id, session)
    desk.opened$.next()
    return session
  }

  const connect = (url = 'ws://exchange.local/stream') => {
    const endpoint = readEndpoint(url)
    return createMemorySocket({
      url,
      scheduler,
      latency,
      admit: () => !closed && endpoint !== undefined && door.knock('memory') === undefined,
      accept(transport) {
        if (endpoint === undefined) throw new Error('A connection without an endpoint was let in')
        return accept(endpoint, transport)
      },
    })
  }

  const rest = createRest(market, scheduler, limits, desk)
  const servers: Server[] = []

  const shutdown = (grace: number) => {
    const going = [...sessions.values()]
    const news = new Frame('!serverShutdown', unit => `{"e":"serverShutdown","E":${scheduler.now() * unit}}`)
    for (const session of going) session.deliver(news)
    timers.add(
      scheduler.schedule(() => {
        for (const session of going) session.close(1001, 'Server shutdown')
      }, grace),
    )
  }

  const { faults, end } = createFaults(createStage({ scheduler, hub, desk, market, sessions, shutdown }))
  faults.play(schedule)

  return {
    async listen(port = 0, options = {}) {
      if (closed) throw new Error('The exchange is closed: create another')
      const knock = (peer: string) => (closed ? { status: undefined } : door.knock(peer))
      const server = await startServer(port, options, { scheduler, rest, knock, accept })
      servers.push(server)
      return { url: server.url, restUrl: server.restUrl, port: server.port }
    },
    rest,
    request$: (url, request) => answered$(() => rest(url, request), scheduler, latency),
    async playback(recording, options = {}) {
      const { name, text } =
        typeof recording === 'string'
          ? { name: recording, text: await readCaptureFile(recording) }
          : recording
      const tape = new Tape(readCapture(name, text), hub, scheduler, options)
      hub.attach(tape)
      return tape
    },
    connect,
    WebSocket: function WebSocket(url?: string) {
      return connect(url)
    } as unknown as Exchange['WebSocket'],
    faults,
    get connections() {
      return [...sessions.values()].map(viewOf)
    },
    get attempts() {
      return door.attempts
    },
    get refused() {
      return door.refused
    },
    get sent() {
      let sent = sentToGone
      for (const session of sessions.values()) sent += session.sent
      return sent
    },
    get received() {
      return journal.list()
    },
    commands$: journal.commands$,
    sent$: journal.sent$,
    maxMessagesInAnySecond: () => journal.busiest,
    shutdown: ({ grace = 10_000 } = {}) => shutdown(grace),
    async close() {
      closed = true
      end()
      timers.unsubscribe()
      for (const session of [...sessions.values()]) session.close(1001, 'Exchange closed')
      hub.stop()
      journal.close()
      await Promise.all(servers.map(server => server.close(scheduler, CLOSE_GRACE)))
    },
  }
}
