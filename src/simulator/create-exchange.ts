/** Composes an exchange: the market, the sessions, the servers, REST and the faults. */
import { Subject, Subscription } from 'rxjs'
import { check, checkDuration, checkOptions } from '../validation/check.js'
import type { Exchange } from './exchange.js'
import { type ExchangeOptions, resolveOptions } from './exchange-options.js'
import { ActiveFaults } from './faults/active/active-faults.js'
import { createFaults } from './faults/create-faults.js'
import { SimulatedMarket } from './market/simulated-market.js'
import { checkPlaybackOptions, RecordingPlayback } from './playback/playback.js'
import { loadRecordings } from './playback/load-recordings.js'
import { request$ } from './rest/request.js'
import { createRest } from './rest/rest.js'
import { ConnectionLimiter } from './server/connection-limiter.js'
import { type Endpoint, parseEndpoint } from './server/endpoint.js'
import { startServer } from './server/listen.js'
import { createMemorySocket } from './server/memory-socket.js'
import { checkListenOptions, type Server } from './server/server.js'
import type { Transport } from './server/transport.js'
import { BufferBudget } from './session/buffer-budget.js'
import { viewOf } from './session/connection.js'
import { Session } from './session/session.js'
import { Sessions } from './session/sessions.js'
import { TrafficLog } from './session/traffic-log.js'
import { Frame } from './streams/frame.js'
import { Hub } from './streams/hub.js'
import { createStreamNames } from './streams/stream-names.js'
import { ExchangeClock } from './exchange-clock.js'

/** The time that a closing exchange waits for its clients, ms. */
const CLOSE_GRACE = 1_000

/**
 * Creates a Binance-compatible spot exchange for market data in this process. Use it for demos,
 * tests and virtual time.
 *
 * Each symbol has a matching engine, driven by a documented model of order flow (`order-flow.ts`
 * names the papers). Prices, trades, klines, tickers and depth all derive from it, so they agree
 * with one another. It accepts no orders.
 *
 * All time is the scheduler's: on a virtual one, hours pass in moments. Nothing runs until
 * something is requested or subscribed; what was due until then happens at once, event by event. So
 * the path of a symbol depends on the seed, its settings and the time of creation, and not on who
 * subscribes.
 *
 * Gotchas: an open connection has timers (ping, age), so a process ends only after `close()` or
 * when all clients have disconnected. A virtual scheduler must be advanced, not flushed. The first
 * request after a long time waits until all due events have happened: up to four million a symbol
 * (30 hours at the usual rate). A longer time is generated in bars, with a new book at its end, so
 * the path after it depends on the time of the request.
 *
 * Throws `INVALID_OPTION` for an invalid option and `INVALID_FAULT` for an invalid schedule of
 * faults.
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
  const given = resolveOptions(options)
  const scheduler = new ExchangeClock(given.scheduler)
  const resolved = { ...given, scheduler }
  const { latency, limits, protocol, legacy, schedule } = resolved
  const names = createStreamNames(protocol, legacy)
  const sessions = new Sessions()
  const active = new ActiveFaults(sessions)
  const hub = new Hub(active.frames)
  const market = new SimulatedMarket(hub, names, resolved)
  hub.attach(market)
  const traffic = new TrafficLog()
  const limiter = new ConnectionLimiter(scheduler, limits, active)
  let playback: RecordingPlayback | undefined
  const errors$ = new Subject<unknown>()
  const onError = (error: unknown) => errors$.next(error)
  const rest = createRest({
    market,
    snapshots: { depth: symbol => playback?.depth(symbol) },
    scheduler,
    limits,
    faults: active,
    legacy,
    onError,
  })
  const servers: Server[] = []
  const timers = new Subscription()
  let closed = false

  const sessionContext = {
    scheduler,
    hub,
    limits,
    protocol,
    names,
    faults: active,
    traffic,
    buffers: new BufferBudget(limits.totalBufferedBytes),
    onEnded: (session: Session) => sessions.remove(session),
  }

  const accept = (endpoint: Endpoint, transport: Transport) => {
    const session = new Session(sessions.nextId(), endpoint, transport, sessionContext)
    sessions.add(session)
    active.opened$.next()
    return session
  }

  const connect = (url = 'ws://exchange.local/stream') => {
    check('url', url, typeof url === 'string', 'a URL or a path such as /stream')
    const endpoint = parseEndpoint(url, names)
    return createMemorySocket({
      url,
      scheduler,
      latency,
      admit: () => !closed && endpoint !== undefined && limiter.admit('memory') === undefined,
      accept(transport) {
        if (endpoint === undefined) throw new Error('A connection without an endpoint was accepted')
        return accept(endpoint, transport)
      },
    })
  }

  const shutdown = (grace: number) => {
    const open = sessions.open
    const announcement = new Frame(
      '!serverShutdown',
      unit => `{"e":"serverShutdown","E":${scheduler.now() * unit}}`,
    )
    for (const session of open) session.deliver(announcement)
    timers.add(
      scheduler.schedule(() => {
        for (const session of open) session.close(1001, 'Server shutdown')
      }, grace),
    )
  }

  const control = createFaults({ scheduler, active, sessions, hub, market, shutdown })
  control.run(schedule)

  return {
    async listen(port = 0, options = {}) {
      checkListenOptions(port, options)
      if (closed) throw new Error('The exchange is closed: create another')
      const admit = (peer: string) => (closed ? { status: undefined } : limiter.admit(peer))
      const server = await startServer(port, options, {
        scheduler,
        names,
        limits,
        rest,
        admit,
        accept,
        onError,
      })
      servers.push(server)
      return { url: server.url, restUrl: server.restUrl, port: server.port }
    },
    rest,
    request$: (url, request) => request$(() => rest(url, request), scheduler, latency),
    async playback(recordings, options = {}) {
      checkPlaybackOptions(options)
      playback = new RecordingPlayback(await loadRecordings(recordings), hub, scheduler, options)
      hub.attach(playback)
      return playback
    },
    connect,
    scheduler,
    WebSocket: function WebSocket(url?: string) {
      return connect(url)
    } as unknown as Exchange['WebSocket'],
    faults: control.faults,
    get connections() {
      return sessions.open.map(viewOf)
    },
    get attempts() {
      return limiter.attempts
    },
    get refused() {
      return limiter.rejected
    },
    get sent() {
      return sessions.sent
    },
    get received() {
      return traffic.list()
    },
    commands$: traffic.inbound$,
    sent$: traffic.outbound$,
    errors$: errors$.asObservable(),
    maxMessagesInAnySecond: () => traffic.maxPerSecond,
    shutdown(options = {}) {
      checkOptions('shutdown', options, ['grace'])
      const { grace = 10_000 } = options
      checkDuration('grace', grace, 0)
      shutdown(grace)
    },
    async close() {
      closed = true
      control.close()
      timers.unsubscribe()
      for (const session of sessions.open) session.close(1001, 'Exchange closed')
      hub.dispose()
      traffic.close()
      errors$.complete()
      await Promise.all(servers.map(server => server.close(scheduler, CLOSE_GRACE)))
    },
  }
}
