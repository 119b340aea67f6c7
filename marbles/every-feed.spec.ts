/** Runs every strategy, unchanged and with the same options, on every feed. */
import { type Observable, of, type SchedulerLike } from 'rxjs'
import { binance, type BinanceOptions, type Market, type MarketError, type Symbols } from 'rxmarket'
import { createExchange, type Exchange } from 'rxmarket/simulator'
import { marbles, VirtualScheduler } from 'rxmarket/testing'
import { describeRecordings, recordingOf, snapshotOf } from '../spec/recordings.js'
import { batchProcessor$ } from './batch-processor.js'
import { bookImbalance$ } from './book-imbalance.js'
import { bookPressure$ } from './book-pressure.js'
import { klineBreakout$ } from './kline-breakout.js'
import { movingAverageCross$ } from './moving-average-cross.js'
import { oneMinuteAverage$ } from './one-minute-average.js'
import { priceJump$ } from './price-jump.js'
import { priceMoveAlert$ } from './price-move-alert.js'
import type { Signal } from './signal.js'
import { spreadWatch$ } from './spread-watch.js'
import { tradeBurst$ } from './trade-burst.js'
import { trendFilter$ } from './trend-filter.js'
import { volatilitySqueeze$ } from './volatility-squeeze.js'
import { volumeFilter$ } from './volume-filter.js'
import { vwapDeviation$ } from './vwap-deviation.js'

/**
 * A strategy with options that make it emit even in a quiet market, and a property of all its
 * signals.
 */
interface Row<S extends Signal = Signal> {
  readonly run$: (market: Market, symbols: Symbols, scheduler?: SchedulerLike) => Observable<S>
  isTrue(signal: S): boolean
}

const row = <S extends Signal>(run$: Row<S>['run$'], isTrue: (signal: S) => boolean): Row<S> => ({
  run$,
  isTrue,
})

/** By the type of their signals. */
const strategies = {
  'price-move': row(
    (market, symbols) => priceMoveAlert$(market, { symbols, above: 0.5 }),
    ({ direction, percent }) => (direction === 'up' ? percent > 0.5 : percent < -0.5),
  ),
  'high-volume': row(
    (market, symbols) => volumeFilter$(market, { symbols, above: 1_000 }),
    ({ volume }) => volume > 1_000,
  ),
  average: row(
    (market, symbols) => oneMinuteAverage$(market, { symbols }),
    ({ average, price }) => Math.abs(average / price - 1) < 0.05,
  ),
  batch: row(
    (market, symbols, scheduler) =>
      batchProcessor$(market, { symbols, process$: batch => of(batch.length), size: 4, scheduler }),
    ({ size, result }) => size === result && size >= 1 && size <= 4,
  ),
  'price-jump': row(
    (market, symbols) => priceJump$(market, { symbols, percent: 0.05 }),
    ({ from, to }) => Math.abs(to / from - 1) * 100 >= 0.05 - 1e-9,
  ),
  'vwap-deviation': row(
    (market, symbols) => vwapDeviation$(market, { symbols, percent: 0.05 }),
    ({ side, price, vwap }) => (side === 'above' ? price > vwap * 1.0005 : price < vwap * 0.9995),
  ),
  spread: row(
    (market, symbols) => spreadWatch$(market, { symbols, above: 0.01 }),
    ({ state, spread, usual }) => (state === 'wide') === spread > Math.max(3 * usual, 0.01),
  ),
  imbalance: row(
    (market, symbols) => bookImbalance$(market, { symbols, percent: 30 }),
    ({ side, percent }) => (side === 'bid' ? percent > 30 : percent < -30),
  ),
  pressure: row(
    (market, symbols) => bookPressure$(market, { symbols, percent: 30, bps: 3 }),
    ({ side, percent }) => (side === 'bid' ? percent > 30 : percent < -30),
  ),
  'ma-cross': row(
    (market, symbols) => movingAverageCross$(market, { symbols, fast: 2, slow: 4 }),
    ({ direction, fast, slow }) => (direction === 'up') === fast > slow,
  ),
  breakout: row(
    (market, symbols) => klineBreakout$(market, { symbols, klines: 3, stop: 0.05 }),
    ({ action, price, level }) => (action === 'enter' ? price > level : price <= level),
  ),
  squeeze: row(
    (market, symbols) => volatilitySqueeze$(market, { symbols, klines: 3, deviations: 1, lookback: 3 }),
    ({ width }) => width >= 0,
  ),
  trend: row(
    (market, symbols) => trendFilter$(market, { symbols, klines: 3 }),
    ({ direction, price, mean }) => (direction === 'up') === price > mean,
  ),
  burst: row(
    (market, symbols) => tradeBurst$(market, { symbols, trades: 3 }),
    ({ trades }) => trades >= 3,
  ),
}

type Name = keyof typeof strategies
const rows: Readonly<Record<Name, Row>> = strategies
const names = Object.keys(rows) as Name[]
const nothing = Object.fromEntries(names.map(name => [name, 0]))
const START = 1_700_000_000_000

/** Runs all strategies on one market with shared channels. */
function runOn(market: Market, symbols: Symbols, scheduler?: SchedulerLike) {
  const signals: Record<string, Signal[]> = Object.fromEntries(names.map(name => [name, []]))
  const ends: unknown[] = []
  const running = names.map(name =>
    rows[name].run$(market, symbols, scheduler).subscribe({
      next: signal => signals[name]?.push(signal),
      error: (error: unknown) => ends.push([name, error]),
      complete: () => ends.push([name, 'complete']),
    }),
  )
  return {
    signals,
    ends,
    counts: () => Object.fromEntries(names.map(name => [name, signals[name]?.length])),
    leave: () => running.forEach(subscription => subscription.unsubscribe()),
  }
}

/** The assertions of every feed. */
function check(
  { signals }: ReturnType<typeof runOn>,
  symbols: readonly string[],
  from: number,
  to: number,
): void {
  for (const name of names) {
    const wrong = (signals[name] ?? []).filter(
      signal =>
        signal.type !== name ||
        !symbols.includes(signal.symbol) ||
        !(signal.time >= from && signal.time <= to) ||
        !rows[name].isTrue(signal),
    )
    expect({ name, wrong }).toEqual({ name, wrong: [] })
  }
}

/** The strategies on an exchange in this process, through an in-memory socket, in virtual time. */
function overTheWire(
  exchange: Exchange,
  scheduler: VirtualScheduler,
  symbols: readonly string[],
  options: BinanceOptions = {},
) {
  const market = binance({ exchange, reconnect: { jitter: 0 }, ...options })
  const errors: MarketError[] = []
  market.errors$.subscribe(error => errors.push(error))
  const run = runOn(market, symbols, scheduler)
  const subscribed = () => exchange.connections.flatMap(({ subscriptions }) => subscriptions).sort()
  const asked = symbols
    .flatMap(symbol =>
      ['bookTicker', 'depth@100ms', 'kline_1m', 'ticker', 'trade'].map(
        name => `${symbol.toLowerCase()}@${name}`,
      ),
    )
    .sort()
  return { ...run, errors, subscribed, asked }
}

describe('every strategy, unchanged,', () => {
  it('runs on the marble feed', () =>
    marbles(({ marbleMarket, expectChannels, flush }) => {
      const ticker = '    q-r-q-r------------|'
      const trade = '     -a-a-b-a-----------|'
      const bookTicker = 'n-n-n-w-n-h 2s h---|'
      const kline = '     D-C-B-A-B-C-D-A-A-A|'
      const book = '      -n-n-h----h--------|'
      const market = marbleMarket(
        {
          ticker: { BTCUSDT: ticker },
          trade: { BTCUSDT: trade },
          bookTicker: { BTCUSDT: bookTicker },
          kline: { BTCUSDT: kline },
          book: { BTCUSDT: book },
          answers: { klines: [] },
        },
        {
          q: { price: 100, openPrice: 100, volume: 2_000 },
          r: { price: 101, openPrice: 100, volume: 900 },
          a: 100,
          b: 101,
          n: { bidPrice: 99.99, askPrice: 100.01 },
          w: { bidPrice: 99.5, askPrice: 100.5 },
          h: { bidPrice: 99.99, askPrice: 100.01, bidQuantity: 9 },
          A: { closePrice: 100, isClosed: true },
          B: { closePrice: 101, isClosed: true },
          C: { closePrice: 102, isClosed: true },
          D: { closePrice: 103, isClosed: true },
        },
      )
      const run = runOn(market, 'BTCUSDT')
      flush()
      expect(run.counts()).toEqual({
        'price-move': 2,
        'high-volume': 2,
        average: 4,
        batch: 1,
        'price-jump': 2,
        'vwap-deviation': 2,
        spread: 2,
        imbalance: 1,
        pressure: 1,
        'ma-cross': 2,
        breakout: 2,
        squeeze: 1,
        trend: 3,
        burst: 1,
      })
      check(run, ['BTCUSDT'], 0, 3_000)
      expect(run.ends.length).toBe(names.length)
      expectChannels(market).toBe({
        'ticker BTCUSDT': '    ^------------------!',
        'trade BTCUSDT': '     ^------------------!',
        'bookTicker BTCUSDT': '^----------- 2s ---!',
        'depthDiff BTCUSDT 100ms': '^------------------!',
        'kline BTCUSDT 1m': '  ^------------------!',
      })
    }))

  it('runs on the embedded exchange, also after a drop', () => {
    const scheduler = new VirtualScheduler(START)
    const exchange = createExchange({ seed: 1, scheduler })
    const run = overTheWire(exchange, scheduler, ['BTCUSDT'])
    scheduler.advanceBy(10 * 60_000)
    expect(names.filter(name => run.signals[name]?.length === 0)).toEqual([])

    exchange.faults.drop()
    const dropped = scheduler.now()
    scheduler.advanceBy(10 * 60_000)
    expect(run.subscribed()).toEqual(run.asked)
    // A strategy may emit nothing in ten minutes, but each channel has delivered events again.
    const speaks = (name: Name) => run.signals[name]?.some(({ time }) => time > dropped)
    const ofChannels: readonly Name[][] = [
      ['average'],
      ['price-jump', 'vwap-deviation', 'burst'],
      ['spread', 'imbalance'],
      ['pressure'],
      ['ma-cross', 'breakout', 'squeeze', 'trend'],
    ]
    expect(ofChannels.filter(group => !group.some(speaks))).toEqual([])

    // A warm start begins with the kline before it.
    check(run, ['BTCUSDT'], START - 60_000, scheduler.now())
    expect(run.ends).toEqual([])
    expect(run.errors).toEqual([])
    run.leave()
    scheduler.advanceBy(10_000)
    expect(exchange.connections).toEqual([])
  })

  /** A recording is of streams, and of one snapshot of each symbol. */
  const recordedRest = (snapshots: string, symbols: readonly string[]): BinanceOptions => {
    const answers = new Map(symbols.map(symbol => [symbol, snapshotOf(snapshots, symbol)]))
    return {
      restUrl: 'http://exchange.local',
      request: url => {
        const { pathname, searchParams } = new URL(url)
        const snapshot = answers.get(searchParams.get('symbol') ?? '')
        const body = pathname.endsWith('/depth') ? (snapshot ?? '') : '[]'
        return of({ status: 200, headers: {}, body })
      },
    }
  }

  /** Signals by strategy: none where the recording lacks its channel. */
  const recordings = [
    {
      file: 'binance-spot-20240808-btcusdt.gz',
      snapshots: 'binance-spot-20240808-btcusdt.gz',
      expected: {
        burst: 53,
        'price-jump': 13,
        'vwap-deviation': 10,
        spread: 754,
        imbalance: 108,
        pressure: 55,
      },
    },
    {
      file: 'binance-spot-20211012.ws.txt',
      snapshots: 'binance-spot-20211012.http.txt',
      expected: { imbalance: 12, pressure: 0 },
    },
  ]
  describeRecordings('on recordings', () => {
    it.each(recordings)('runs on the recording $file', async ({ file, snapshots, expected }) => {
      const scheduler = new VirtualScheduler(START)
      const exchange = createExchange({ scheduler })
      const tape = await exchange.playback(recordingOf(file))
      const run = overTheWire(exchange, scheduler, tape.symbols, recordedRest(snapshots, tape.symbols))
      scheduler.advanceBy(tape.duration + 10_000)
      expect(tape.played).toBe(tape.frames)
      expect(run.subscribed()).toEqual(run.asked)
      expect(run.counts()).toEqual({ ...nothing, ...expected })
      check(run, tape.symbols, 0, Infinity)
      expect(run.ends).toEqual([])
      // A recording that lacks a channel is silent on it.
      expect(run.errors.filter(({ code }) => code !== 'STREAM_SILENT')).toEqual([])
    })
  })

  it.each(names)('subscribes to nothing when created, and rejects invalid symbols: %s', name =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({
        ticker: { BTCUSDT: 'a' },
        trade: { BTCUSDT: 'a' },
        bookTicker: { BTCUSDT: 'a' },
        kline: { BTCUSDT: 'a' },
        book: { BTCUSDT: 'a' },
      })
      rows[name].run$(market, 'BTCUSDT')
      expect(() => rows[name].run$(market, [])).toThrow(
        expect.objectContaining({ code: 'INVALID_CHANNEL' }) as Error,
      )
      expectChannels(market).toBe({})
    }),
  )
})
