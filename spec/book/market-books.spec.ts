/** Local books of a market on an embedded exchange, compared with the exchange's own book. */
import { auditTime, filter, take } from 'rxjs'
import { binance, type Book, BookMovedError, type LiveOptions, type PriceLevel } from '../../src/index.js'
import { createExchange, type ExchangeOptions } from '../../src/simulator/index.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { START, watch } from '../world.js'

function createWorld(options: LiveOptions = {}, exchangeOptions: ExchangeOptions = {}) {
  const scheduler = new VirtualScheduler(START)
  const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT', 'ETHUSDT'], scheduler, ...exchangeOptions })
  const market = binance({ exchange, ...options })
  const errors = watch(market.errors$).events
  /** The exchange's own book, read beside the market. */
  const truth = (symbol: string) => {
    const { body } = exchange.rest(`/api/v3/depth?symbol=${symbol}&limit=100`)
    const parsed = JSON.parse(body) as {
      lastUpdateId: number
      bids: [string, string][]
      asks: [string, string][]
    }
    const toNumbers = (levels: [string, string][]): PriceLevel[] =>
      levels.map(([price, quantity]) => [Number(price), Number(quantity)])
    return { updateId: parsed.lastUpdateId, bids: toNumbers(parsed.bids), asks: toNumbers(parsed.asks) }
  }
  return { scheduler, exchange, market, errors, truth }
}

const levelsOf = (book: Book): { bids: PriceLevel[]; asks: PriceLevel[] } => ({
  bids: [...book.levels('bid')],
  asks: [...book.levels('ask')],
})

/** Compares each live book with the exchange's of the same update, in its best levels. */
function compareAll(world: ReturnType<typeof createWorld>, symbol = 'BTCUSDT') {
  const seen = { live: 0, compared: 0, states: [] as string[], wrong: [] as number[] }
  const subscription = world.market.book$(symbol).subscribe(book => {
    if (seen.states.at(-1) !== book.state) seen.states.push(book.state)
    if (book.state !== 'live') return
    seen.live++
    const truth = world.truth(symbol)
    if (truth.updateId !== book.updateId) return
    seen.compared++
    const { bids, asks } = levelsOf(book)
    const isRight =
      JSON.stringify([bids.slice(0, 100), asks.slice(0, 100)]) ===
      JSON.stringify([truth.bids.slice(0, 100), truth.asks.slice(0, 100)])
    if (!isRight) seen.wrong.push(book.updateId)
  })
  return { seen, subscription }
}

describe('book$', () => {
  it('equals the exchange at every update', () => {
    const world = createWorld()
    const { seen } = compareAll(world)
    world.scheduler.advanceBy(30_000)
    expect(seen.states).toEqual(['syncing', 'live'])
    expect(seen.compared).toBeGreaterThan(200)
    expect(seen.wrong).toEqual([])
    expect(world.errors).toEqual([])
  })

  it('detects a lost diff at the next, recovers within a second', () => {
    const world = createWorld()
    const { seen } = compareAll(world)
    world.scheduler.advanceBy(5_000)
    world.exchange.faults.skip({ stream: 'btcusdt@depth@100ms', count: 1 })
    world.scheduler.advanceBy(1_000)
    expect(seen.states).toEqual(['syncing', 'live', 'stale', 'live'])
    world.scheduler.advanceBy(10_000)
    expect(seen.wrong).toEqual([])
  })

  it('is never stale while its session is replaced', () => {
    const world = createWorld({ rotation: { after: 5_000 } })
    const { seen } = compareAll(world)
    world.scheduler.advanceBy(20_000)
    expect(world.exchange.attempts).toBeGreaterThan(3)
    expect(seen.states).toEqual(['syncing', 'live'])
    expect(seen.compared).toBeGreaterThan(100)
    expect(seen.wrong).toEqual([])
    expect(world.errors).toEqual([])
  })

  it('is the same over two sessions that drop and lose', () => {
    const world = createWorld({ mirror: 2, reconnect: { maxDelay: 1_000 } })
    const { seen } = compareAll(world)
    world.scheduler.advanceBy(3_000)
    for (let second = 0; second < 10; second++) {
      const connection = second % 2 === 0 ? 'oldest' : 'newest'
      world.exchange.faults.skip({ stream: 'btcusdt@depth@100ms', count: 2, connection })
      world.scheduler.advanceBy(500)
      world.exchange.faults.reset({ connection })
      world.scheduler.advanceBy(3_000)
    }
    expect(seen.states).toEqual(['syncing', 'live'])
    expect(seen.compared).toBeGreaterThan(100)
    expect(seen.wrong).toEqual([])
    expect(world.errors).toEqual([])
  })

  it.each([
    [false, 1],
    [true, 1],
    [false, 2],
    [true, 2],
  ])('recovers from a restart, keepConnections: %s, mirror: %s', (keepConnections, mirror) => {
    const world = createWorld({ mirror })
    const { seen } = compareAll(world)
    world.scheduler.advanceBy(5_000)
    world.exchange.faults.restart({ keepConnections })
    world.scheduler.advanceBy(3_000)
    expect(seen.states).toEqual(['syncing', 'live', 'stale', 'live'])
    const { compared } = seen
    world.scheduler.advanceBy(5_000)
    expect(seen.compared).toBeGreaterThan(compared + 40)
    expect(seen.wrong).toEqual([])
    expect(world.errors).toEqual([])
  })

  it('is not silent after a snapshot from before a restart', () => {
    const world = createWorld()
    world.exchange.faults.staleSnapshots({ count: 1 })
    world.exchange.faults.restart()
    const { seen } = compareAll(world)
    world.scheduler.advanceBy(20_000)
    expect(seen.states).toEqual(['syncing', 'live', 'stale', 'live'])
    expect(seen.compared).toBeGreaterThan(50)
    expect(seen.wrong).toEqual([])
  })

  it('is stale from a drop to the next complete state', () => {
    const world = createWorld()
    const { seen } = compareAll(world)
    world.scheduler.advanceBy(5_000)
    world.exchange.faults.drop()
    world.scheduler.advanceBy(1)
    expect(seen.states.at(-1)).toBe('stale')
    world.scheduler.advanceBy(10_000)
    expect(seen.states).toEqual(['syncing', 'live', 'stale', 'live'])
    expect(seen.wrong).toEqual([])
  })

  it('stays live while another connection drops', () => {
    const world = createWorld({ pool: { maxConnections: 2 } })
    const states = new Set<string>()
    world.market.ticker$('BTCUSDT', { connection: 1 }).subscribe()
    world.market.book$('BTCUSDT', { connection: 0 }).subscribe(book => states.add(book.state))
    world.scheduler.advanceBy(5_000)
    states.clear()
    const other = world.exchange.connections.find(({ subscriptions }) =>
      subscriptions.includes('btcusdt@ticker'),
    )
    world.exchange.faults.drop({ connection: other?.id ?? NaN })
    world.scheduler.advanceBy(10_000)
    expect([...states]).toEqual(['live'])
  })

  it('requests again when a snapshot is older than the book', () => {
    const world = createWorld(
      { reconnect: { maxAttempts: Infinity } },
      { symbols: [{ symbol: 'BTCUSDT', tradesPerSecond: 0.05, quotesPerSecond: 0.2 }] },
    )
    const live: number[] = []
    world.market.book$('BTCUSDT').subscribe(book => {
      if (book.state === 'live') live.push(book.updateId)
    })
    world.scheduler.advanceBy(60_000)
    world.exchange.faults.staleSnapshots({ for: 120_000 })
    world.scheduler.advanceBy(60_000)
    for (let n = 0; n < 10; n++) {
      world.exchange.faults.drop()
      world.scheduler.advanceBy(5_000)
    }
    world.scheduler.advanceBy(120_000)
    expect(live.length).toBeGreaterThan(10)
    expect(live).toEqual([...live].sort((a, b) => a - b))
  })

  it('shares one stream and one snapshot among its subscribers', () => {
    const { market, scheduler, exchange } = createWorld()
    const first = watch(market.book$('BTCUSDT'))
    scheduler.advanceBy(2_000)
    const second = watch(market.book$('BTCUSDT'))
    const current = first.events.at(-1)
    expect(second.events).toHaveLength(1)
    expect(second.events[0]).toMatchObject({ updateId: current?.updateId, bidPrice: current?.bidPrice })
    expect(second.events[0]?.changes).toEqual([])
    expect(exchange.connections.flatMap(({ subscriptions }) => subscriptions)).toEqual([
      'btcusdt@depth@100ms',
    ])
    first.subscription.unsubscribe()
    scheduler.advanceBy(1_000)
    expect(second.events.length).toBeGreaterThan(5)
    second.subscription.unsubscribe()
    scheduler.advanceBy(5_000)
    expect(scheduler.pending).toBe(0)
  })

  it('leaves nothing behind a subscriber of the first emission', () => {
    const { market, scheduler, exchange } = createWorld()
    market.book$('BTCUSDT').pipe(take(1)).subscribe()
    scheduler.advanceBy(10_000)
    expect(exchange.connections).toEqual([])
    expect(scheduler.pending).toBe(0)
  })

  it('is stale at a drop of its own connection only', () => {
    const { market, scheduler, exchange } = createWorld({ pool: { maxConnections: 2 } })
    const states = (['BTCUSDT', 'ETHUSDT'] as const).map((symbol, connection) => {
      const seen: string[] = []
      market.book$(symbol, { connection }).subscribe(({ state }) => {
        if (seen.at(-1) !== state) seen.push(state)
      })
      return seen
    })
    scheduler.advanceBy(5_000)
    exchange.faults.drop({ connection: 'newest' })
    scheduler.advanceBy(10_000)
    expect(states).toEqual([
      ['syncing', 'live'],
      ['syncing', 'live', 'stale', 'live'],
    ])
  })

  it('reports the queue when the weight is used up', () => {
    const symbols = ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'ADAUSDT']
    const { market, scheduler, exchange } = createWorld({}, { symbols })
    for (let n = 0; n < 23; n++) exchange.rest('/api/v3/depth?symbol=BTCUSDT&limit=5000')
    const seen = new Map<string, Book>()
    market.book$(symbols, { snapshot: 5_000 }).subscribe(book => seen.set(book.symbol, book))
    scheduler.advanceBy(5_000)
    // One fits in; what others have used is known from its answer.
    expect([...seen.values()].map(({ queuePosition }) => queuePosition).sort()).toEqual([1, 2, 3, undefined])
    scheduler.advanceBy(62_000)
    expect([...seen.values()].map(({ state }) => state)).toEqual(Array(4).fill('live'))
  })

  it('knows more levels for a subscriber with a larger snapshot', () => {
    const { market, scheduler, errors } = createWorld()
    const shallow = watch(market.book$('BTCUSDT', { snapshot: 5 }))
    scheduler.advanceBy(2_000)
    const before = shallow.events.at(-1)?.known
    watch(market.book$('BTCUSDT', { snapshot: 500 }))
    scheduler.advanceBy(2_000)
    const after = shallow.events.at(-1)?.known
    expect(after?.low).toBeLessThan(before?.low ?? 0)
    expect(after?.high).toBeGreaterThan(before?.high ?? 0)
    expect(errors).toEqual([])
  })

  it('hands out prices and quantities exactly as numeric makes them', () => {
    const { scheduler, exchange } = createWorld()
    const units = (text: string): bigint => BigInt(text.replace('.', ''))
    const texts = watch(binance({ exchange, numeric: String }).book$('BTCUSDT'))
    const bigints = watch(
      binance({ exchange, numeric: text => units(Number(text).toFixed(8)) }).book$('BTCUSDT'),
    )
    scheduler.advanceBy(3_000)
    const [text, bigint] = [texts.events.at(-1), bigints.events.at(-1)]
    const { bids } = JSON.parse(exchange.rest('/api/v3/depth?symbol=BTCUSDT&limit=5').body) as {
      bids: [string, string][]
    }
    expect(text?.updateId).toBe(bigint?.updateId)
    expect([text?.bidPrice, text?.bidQuantity]).toEqual(bids[0])
    expect([bigint?.bidPrice, bigint?.bidQuantity]).toEqual(bids[0]?.map(units))
    expect(text?.midPrice).toBe(bigint?.midPrice)
    expect(text?.priceFor(0.5)).toEqual(bigint?.priceFor(0.5))
  })

  it('finds nothing wrong with its own books when audited', () => {
    const { market, scheduler, errors, exchange } = createWorld()
    watch(market.book$('BTCUSDT', { audit: 5_000 }))
    watch(market.book$('ETHUSDT', { audit: 'bookTicker' }))
    scheduler.advanceBy(30_000)
    const requests = exchange.connections.flatMap(({ subscriptions }) => subscriptions)
    expect(requests.sort()).toEqual(['btcusdt@depth@100ms', 'ethusdt@bookTicker', 'ethusdt@depth@100ms'])
    expect(errors).toEqual([])
  })

  it('throws BOOK_MOVED when read late; a frozen copy does not', () => {
    const { market, scheduler } = createWorld()
    const books = watch(market.book$('BTCUSDT').pipe(filter(({ state }) => state === 'live')))
    const frozen: Book[] = []
    market
      .book$('BTCUSDT')
      .pipe(
        filter(({ state }) => state === 'live'),
        take(1),
      )
      .subscribe(book => frozen.push(book.freeze(3)))
    scheduler.advanceBy(3_000)
    expect(() => books.events[0]?.price('bid', 0)).toThrow(BookMovedError)
    expect(books.events.at(-1)?.price('bid', 0)).toBe(books.events.at(-1)?.bidPrice)
    expect(frozen[0]?.price('bid', 0)).toBe(frozen[0]?.bidPrice)
    expect(frozen[0]?.depth('bid')).toBe(3)
    expect(frozen[0]?.price('bid', 3)).toBeUndefined()
  })

  it('can be read behind auditTime', () => {
    const { market, scheduler } = createWorld()
    const prices: unknown[] = []
    market
      .book$('BTCUSDT')
      .pipe(auditTime(1_000, scheduler))
      .subscribe(book => prices.push(book.price('bid', 0)))
    scheduler.advanceBy(5_500)
    expect(prices.length).toBeGreaterThan(3)
  })

  it.each([
    [{ speed: 250 }, 'speed'],
    [{ snapshot: 5_001 }, 'snapshot'],
    [{ audit: 10 }, 'audit'],
    [{ levels: 20 }, 'levels'],
    [null, 'options'],
  ])('rejects the options %j', (options, option) => {
    const { market } = createWorld()
    expect(() => market.book$('BTCUSDT', options as never)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        option: expect.stringContaining(option) as string,
      }) as Error,
    )
  })

  it('errors with INVALID_OPTION where the REST address is unknown', () => {
    const { exchange, scheduler } = createWorld()
    const market = binance({ connect: exchange.connect, scheduler })
    const { terminations } = watch(market.book$('BTCUSDT'))
    scheduler.advanceBy(3_000)
    expect(terminations).toEqual([expect.objectContaining({ code: 'INVALID_OPTION' })])
  })
})
