/**
 * The traps of rxjs/webSocket 7.8 and of clients built on it. Each is one check of two clients:
 * ours passes it, and the plain `webSocket().multiplex` with a sensible `retry` fails it
 * (`it.failing`). So the check is known to catch the trap.
 */
import { defer, EMPTY, map, type Observable, retry, Subject, timer } from 'rxjs'
import { webSocket } from 'rxjs/webSocket'
import { binance } from '../src/index.js'
import { createExchange } from '../src/simulator/index.js'
import { VirtualScheduler } from '../src/testing/index.js'
import { START, watch } from './world.js'

interface Frame {
  stream: string
  data: object
}

interface Client {
  /** Tickers of a symbol. */
  readonly ticker$: (symbol: string) => Observable<unknown>
  /** Why the connection was lost, each time. */
  readonly losses$: Observable<unknown>
  /** The streams that an app is given. */
  readonly handedOut: readonly Observable<unknown>[]
  /** The number of times the client looked at a frame for a subscriber. */
  readonly looks: () => number
}

interface Ground {
  readonly scheduler: VirtualScheduler
  readonly exchange: ReturnType<typeof createExchange>
  readonly client: Client
}

function plain({ scheduler, exchange }: Omit<Ground, 'client'>): Client {
  const losses$ = new Subject<unknown>()
  let id = 0
  let looks = 0
  const socket$ = webSocket<unknown>({
    url: 'ws://exchange/stream',
    WebSocketCtor: exchange.WebSocket as never,
  })
  const ticker$ = (symbol: string): Observable<unknown> => {
    const stream = `${symbol.toLowerCase()}@ticker`
    return socket$
      .multiplex(
        () => ({ method: 'SUBSCRIBE', params: [stream], id: ++id }),
        () => ({ method: 'UNSUBSCRIBE', params: [stream], id: ++id }),
        frame => {
          looks++
          return (frame as Frame).stream === stream
        },
      )
      .pipe(
        retry({
          count: 5,
          resetOnSuccess: true,
          delay: error => {
            losses$.next(error)
            return timer(1_000, scheduler)
          },
        }),
      )
  }
  return { ticker$, losses$, handedOut: [socket$], looks: () => looks }
}

function ours({ scheduler, exchange }: Omit<Ground, 'client'>): Client {
  const losses$ = new Subject<unknown>()
  let looks = 0
  const market = binance({
    connect: exchange.connect,
    scheduler,
    reconnect: { jitter: 0 },
    numeric: text => {
      // Each ticker has 15 decimals, the last converted being `q`; one look a frame.
      looks += 1 / 15
      return text
    },
  })
  market.connection$.subscribe(status => {
    if (status.type === 'reconnecting') losses$.next(status.cause)
  })
  return {
    ticker$: symbol => market.ticker$(symbol),
    losses$,
    handedOut: [market.ticker$('BTCUSDT'), market.connection$, market.errors$, market.events$],
    looks: () => Math.round(looks),
  }
}

const worlds = { ours, plain }

function ground(which: keyof typeof worlds): Ground {
  const scheduler = new VirtualScheduler(START)
  // Without the limit on messages: a plain client exceeds it at once, before this check applies.
  const exchange = createExchange({
    seed: 1,
    symbols: ['BTCUSDT', 'ETHUSDT'],
    scheduler,
    latency: 5,
    limits: { messagesPerSecond: 1e9 },
  })
  return { scheduler, exchange, client: worlds[which]({ scheduler, exchange }) }
}

function trap(title: string, check: (ground: Ground) => void): void {
  describe(title, () => {
    it('does not affect rxmarket', () => check(ground('ours')))
    it.failing('catches a plain webSocket().multiplex', () => check(ground('plain')))
  })
}

describe('traps of rxjs/webSocket', () => {
  for (const code of [1000, 1001, 1011, 4000]) {
    trap(`1. a close with ${code} arrives as completion`, ({ client, exchange, scheduler }) => {
      const ticker = watch(client.ticker$('BTCUSDT'))
      scheduler.advanceBy(10_000)
      exchange.faults.drop({ code })
      scheduler.advanceBy(10_000)
      expect(ticker.terminations).toEqual([])
      expect(ticker.events.length).toBeGreaterThan(15)
    })
  }

  trap('2. a socket left while connecting resets the one that follows', ({ client, scheduler }) => {
    watch(client.ticker$('BTCUSDT')).subscription.unsubscribe()
    scheduler.advanceBy(3)
    watch(client.ticker$('BTCUSDT')).subscription.unsubscribe()
    const ticker = watch(client.ticker$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    expect(ticker.terminations).toEqual([])
    expect(ticker.events.length).toBeGreaterThan(8)
  })

  trap('3. an error comes without code and reason', ({ client, exchange, scheduler }) => {
    const losses = watch(client.losses$)
    watch(client.ticker$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    exchange.faults.reset()
    scheduler.advanceBy(500)
    expect(losses.events).toEqual([expect.objectContaining({ code: 'CONNECTION_LOST', closeCode: 1006 })])
  })

  trap(
    '4. a frame that cannot be parsed ends the stream for every subscriber',
    ({ client, exchange, scheduler }) => {
      const tickers = [watch(client.ticker$('BTCUSDT')), watch(client.ticker$('ETHUSDT'))]
      scheduler.advanceBy(2_500)
      exchange.faults.garbage()
      scheduler.advanceBy(5_000)
      expect(exchange.attempts).toBe(1)
      for (const { events, terminations: ends } of tickers) {
        expect(ends).toEqual([])
        expect(events.length).toBe(7)
      }
    },
  )

  trap(
    '5. two subscribers that retry without delay loop within one tick',
    ({ client, exchange, scheduler }) => {
      let tries = 0
      const stubborn$ = defer(() => (++tries > 1_000 ? EMPTY : client.ticker$('BTCUSDT'))).pipe(retry())
      watch(stubborn$)
      watch(stubborn$)
      scheduler.advanceBy(2_500)
      for (let n = 0; n < 3; n++) {
        exchange.faults.refuse({ count: 20 })
        exchange.faults.reset()
        scheduler.advanceBy(100_000)
        exchange.faults.clear()
      }
      expect(tries).toBeLessThan(50)
      scheduler.advanceBy(60_000)
      const late = watch(client.ticker$('BTCUSDT'))
      scheduler.advanceBy(3_000)
      expect(late.events.length).toBeGreaterThan(1)
      expect(exchange.connections.flatMap(({ subscriptions }) => subscriptions)).toEqual(['btcusdt@ticker'])
      expect(exchange.received.filter(({ text }) => text.includes('"SUBSCRIBE"')).length).toBeLessThan(8)
    },
  )

  trap('6. every subscriber looks at every frame', ({ client, exchange, scheduler }) => {
    for (let n = 0; n < 1_000; n++) watch(client.ticker$(`SYM${n}`))
    watch(client.ticker$('BTCUSDT'))
    scheduler.advanceBy(950)
    const before = client.looks()
    scheduler.advanceBy(2_000)
    expect(exchange.connections.length).toBe(1)
    expect(client.looks() - before).toBeLessThanOrEqual(2)
  })

  trap('7. two subscribers send SUBSCRIBE twice, and the first to leave starves the other', world => {
    const { client, exchange, scheduler } = world
    const first = watch(client.ticker$('BTCUSDT'))
    const second = watch(client.ticker$('BTCUSDT'))
    scheduler.advanceBy(2_500)
    first.subscription.unsubscribe()
    scheduler.advanceBy(2_000)
    expect(exchange.received.length).toBe(1)
    expect(second.events.length).toBe(4)
  })

  trap('8. messages queue while disconnected and are sent, stale, at the next open', world => {
    const { client, exchange, scheduler } = world
    watch(client.ticker$('ETHUSDT'))
    for (let n = 0; n < 200; n++) watch(client.ticker$(`SYM${n}`)).subscription.unsubscribe()
    scheduler.advanceBy(10_000)
    expect(exchange.received.map(({ text }) => (JSON.parse(text) as { params: string[] }).params)).toEqual([
      ['ethusdt@ticker'],
    ])
  })

  trap('10. what is handed out can be written to', ({ client }) => {
    for (const stream$ of client.handedOut) expect(stream$.pipe(map(x => x))).not.toHaveProperty('next')
  })
})

describe('traps beside it', () => {
  trap(
    'a retry that resets on the first value never backs off from a server that greets and kicks',
    world => {
      const { client, exchange, scheduler } = world
      watch(client.ticker$('BTCUSDT'))
      for (let n = 0; n < 200; n++) {
        scheduler.advanceBy(500)
        // Greets with a frame, then kicks.
        exchange.faults.send('{"stream":"btcusdt@ticker","data":{}}')
        scheduler.advanceBy(20)
        exchange.faults.reset()
      }
      expect(exchange.attempts).toBeLessThan(10)
    },
  )

  trap('a retry behind the sharing makes one backoff, and one SUBSCRIBE, for each subscriber', world => {
    const { client, exchange, scheduler } = world
    for (let n = 0; n < 5; n++) watch(client.ticker$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    const losses = watch(client.losses$)
    exchange.faults.reset()
    scheduler.advanceBy(10_000)
    expect(losses.events.length).toBe(1)
    expect(exchange.received.length).toBe(2)
  })
})
