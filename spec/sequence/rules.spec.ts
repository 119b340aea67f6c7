import type {
  AggTrade,
  BookTicker,
  Depth,
  DepthDiff,
  Kline,
  MarketEvent,
  Ticker,
  Trade,
} from '../../src/index.js'
import {
  aBlockTrade,
  aBookTicker,
  aDepth,
  aDepthDiff,
  aKline,
  aMiniTicker,
  anAggTrade,
  anAvgPrice,
  aReferencePrice,
  aRollingTicker,
  aTicker,
  aTrade,
  someMiniTickers,
} from '../../src/testing/index.js'
import { decide, DROP, ruleOf } from './order.js'

/** Outcomes in a few words: `41`, `gap 3 loss`, `rejected 40`. */
function outcomes<E extends MarketEvent>(
  kind: E['type'],
  idOf: (event: E) => unknown,
  inputs: readonly (E | typeof DROP)[],
): string {
  return decide(ruleOf(kind), inputs)
    .map(outcome => {
      if ('rejected' in outcome) return `rejected ${String(idOf(outcome.rejected))}`
      if ('cause' in outcome) return `${outcome.cause} ${outcome.missing ?? '?'}`
      return String(idOf(outcome))
    })
    .join(', ')
}

describe('the order of trades', () => {
  const trades = (...ids: (number | typeof DROP | readonly [number, number])[]): string =>
    outcomes<Trade>(
      'trade',
      ({ tradeId }) => tradeId,
      ids.map(id => {
        if (id === DROP) return DROP
        // By default the exchange's clock goes with the ids.
        const [tradeId, eventTime] = typeof id === 'number' ? [id, id] : id
        return aTrade({ tradeId, eventTime })
      }),
    )

  it.each([
    ['admits ids without holes', trades(7, 8, 9), '7, 8, 9'],
    ['reports the ids between two', trades(7, 11), '7, loss 3, 11'],
    ['names a disconnect as the cause after one', trades(7, DROP, 11, 13), '7, disconnect 3, 11, loss 1, 13'],
    ['finds nothing missing where nothing was traded meanwhile', trades(7, DROP, 8), '7, 8'],
    ['rejects an id that comes again', trades(7, 8, 8, 9), '7, 8, rejected 8, 9'],
    ['rejects an id that comes late', trades(7, 9, 8, 10), '7, loss 1, 9, rejected 8, 10'],
    ['admits an earlier event time of the next id', trades([7, 5], [8, 4]), '7, 8'],
    ['drops silently what a new session sends again', trades(7, DROP, 7, 8), '7, 8'],
    [
      'starts afresh where a lower id has a later event time',
      trades([70, 5], [3, 6], [4, 7]),
      '70, reset ?, 3, 4',
    ],
    [
      'starts afresh where a new session has a lower id',
      trades(70, DROP, [3, 1], [4, 2]),
      '70, reset ?, 3, 4',
    ],
    ['takes nothing before its first event for a gap', trades(DROP, 7, 8), '7, 8'],
    ['counts failed attempts to connect as one interruption', trades(7, DROP, DROP, 9), '7, disconnect 1, 9'],
  ])('%s', (_title, actual, expected) => {
    expect(actual).toBe(expected)
  })

  it('starts afresh after ten late events in order', () => {
    const late = Array.from({ length: 12 }, (_, index) => [index + 1, 1] as const)
    const rejected = late.slice(0, 9).map(([id]) => `rejected ${id}`)
    expect(trades([50, 5], ...late)).toBe(`50, ${rejected.join(', ')}, reset ?, 10, 11, 12`)
  })

  it('does not start afresh while events in order come between', () => {
    const inputs = Array.from({ length: 30 }, (_, index) => [50 + index, 9] as const)
    const mixed = inputs.flatMap((input, index) => [input, [index + 1, 1] as const])
    expect(trades(...mixed)).not.toContain('reset')
  })

  it('has the same rule for block trades', () => {
    const inputs = [7, 8, 10, 10].map(tradeId => aBlockTrade({ tradeId }))
    expect(outcomes('blockTrade', ({ tradeId }) => tradeId, inputs)).toBe('7, 8, loss 1, 10, rejected 10')
  })
})

describe('the order of aggregate trades', () => {
  const aggTrades = (...ids: (readonly [id: number, first: number, last: number])[]): string =>
    outcomes<AggTrade>(
      'aggTrade',
      ({ aggregateTradeId }) => aggregateTradeId,
      ids.map(([aggregateTradeId, firstTradeId, lastTradeId]) =>
        anAggTrade({ aggregateTradeId, firstTradeId, lastTradeId }),
      ),
    )

  it('reports missing aggregates', () => {
    expect(aggTrades([1, 10, 12], [4, 20, 20])).toBe('1, loss 2, 4')
  })

  it('finds nothing missing where trade ids have no hole', () => {
    expect(aggTrades([1, 10, 12], [4, 13, 13])).toBe('1, 4')
  })
})

describe('the order of diffs', () => {
  const diffs = (...ranges: (readonly [number, number] | typeof DROP)[]): string =>
    outcomes<DepthDiff>(
      'depthDiff',
      ({ firstUpdateId, lastUpdateId }) => `${firstUpdateId}-${lastUpdateId}`,
      ranges.map(range =>
        range === DROP
          ? DROP
          : aDepthDiff({ firstUpdateId: range[0], lastUpdateId: range[1], eventTime: range[1] }),
      ),
    )

  it.each([
    ['admits a chain', diffs([1, 4], [5, 5], [6, 9]), '1-4, 5-5, 6-9'],
    ['reports the updates between two', diffs([1, 4], [8, 9]), '1-4, loss 3, 8-9'],
    ['admits an overlap, which brings something new', diffs([1, 4], [3, 6], [7, 7]), '1-4, 3-6, 7-7'],
    ['rejects a diff without a new update', diffs([1, 4], [2, 3], [5, 6]), '1-4, rejected 2-3, 5-6'],
    ['rejects a diff that ends before it begins', diffs([1, 4], [5, 2], [5, 6]), '1-4, rejected 5-2, 5-6'],
    [
      'rejects one that begins later and ends before it',
      diffs([1, 4], [9, 2], [5, 6]),
      '1-4, rejected 9-2, 5-6',
    ],
    ['rejects it a second time', diffs([9, 2], [9, 2]), '9-2, rejected 9-2'],
    ['finds nothing missing where no update came meanwhile', diffs([1, 4], DROP, [5, 6]), '1-4, 5-6'],
  ])('%s', (_title, actual, expected) => {
    expect(actual).toBe(expected)
  })
})

describe('the order of states', () => {
  const bookTickers = (...ids: (number | typeof DROP)[]): string =>
    outcomes<BookTicker>(
      'bookTicker',
      ({ updateId }) => updateId,
      ids.map(id => (id === DROP ? DROP : aBookTicker({ updateId: id }))),
    )
  const depths = (...ids: (number | typeof DROP)[]): string =>
    outcomes<Depth>(
      'depth',
      ({ lastUpdateId }) => lastUpdateId,
      ids.map(id => (id === DROP ? DROP : aDepth({ lastUpdateId: id }))),
    )
  const tickers = (...times: (number | typeof DROP)[]): string =>
    outcomes<Ticker>(
      'ticker',
      ({ eventTime }) => eventTime,
      times.map(time => (time === DROP ? DROP : aTicker({ eventTime: time }))),
    )

  it.each([
    ['admits whatever is newer', bookTickers(3, 9, 20), '3, 9, 20'],
    ['rejects what is older', bookTickers(3, 9, 4, 20), '3, 9, rejected 4, 20'],
    ['rejects a best price that comes again', bookTickers(3, 3, 9), '3, rejected 3, 9'],
    ['reports a disconnect as a span', bookTickers(3, DROP, 9), '3, disconnect ?, 9'],
    ['finds nothing missing where the state is the same', bookTickers(3, DROP, 3, 9), '3, 9'],
    ['starts afresh where a new session is older', bookTickers(30, DROP, 9, 10), '30, reset ?, 9, 10'],
    ['admits a book that has not changed', depths(3, 3, DROP, 3, 4), '3, 3, 3, 4'],
    ['rejects a book that is older', depths(3, 2, 4), '3, rejected 2, 4'],
    ['orders tickers by their event time, which is no id', tickers(1, 2, 2, 1, 3), '1, 2, 2, rejected 1, 3'],
    ['starts afresh where the clock was set back', tickers(100_000, 1, 2), '100000, reset ?, 1, 2'],
    ['reports a disconnect of tickers as a span', tickers(1, DROP, 2), '1, disconnect ?, 2'],
  ])('%s', (_title, actual, expected) => {
    expect(actual).toBe(expected)
  })

  it('starts afresh after ten older states in order', () => {
    const older = Array.from({ length: 11 }, (_, index) => index + 1)
    expect(bookTickers(50, ...older)).toMatch(/rejected 9, reset \?, 10, 11$/)
  })

  it.each([
    ['miniTicker', (eventTime: number) => aMiniTicker({ eventTime })],
    ['rollingTicker', (eventTime: number) => aRollingTicker({ eventTime })],
    ['avgPrice', (eventTime: number) => anAvgPrice({ eventTime })],
    ['referencePrice', (validAt: number) => aReferencePrice({ validAt })],
    [
      'allMiniTickers',
      (eventTime: number) => someMiniTickers({ tickers: [{ eventTime: 0 }, { eventTime }] }),
    ],
  ] as const)('holds for %s', (kind, make) => {
    const [first, second, late, after] = [make(5), make(6), make(4), make(7)]
    expect(decide<MarketEvent>(ruleOf(kind), [first, second, late, DROP, after])).toEqual([
      first,
      second,
      { rejected: late },
      { cause: 'disconnect' },
      after,
    ])
  })

  it('admits a list without tickers', () => {
    const lists = [someMiniTickers({ tickers: [{ eventTime: 5 }] }), someMiniTickers({ tickers: [] })]
    expect(decide<MarketEvent>(ruleOf('allMiniTickers'), [...lists, ...lists])).toEqual([...lists, ...lists])
  })
})

describe('the order of klines', () => {
  const MINUTE = 60_000
  /**
   * `3` is an update of minute 3, `3!` its close; `3@5` has event time 5 s after the minute began.
   */
  const klines = (...inputs: string[]): string =>
    outcomes<Kline>(
      'kline',
      ({ openTime, isClosed }) => `${openTime / MINUTE}${isClosed ? '!' : ''}`,
      inputs.map((input, index) => {
        if (input === DROP) return DROP
        const [, minute = '', close, , at] = /^(\d+)(!)?(@(\d+))?$/.exec(input) ?? []
        const openTime = Number(minute) * MINUTE
        const eventTime = openTime + (at === undefined ? index * 100 : Number(at) * 1_000)
        // A trade each second.
        const tradeCount = Math.floor((eventTime - openTime) / 1_000)
        return aKline({ openTime, eventTime, tradeCount, isClosed: close === '!' })
      }),
    )

  it.each([
    [
      'admits updates, a close and the next kline',
      klines('1', '1', '1!', '2', '2!', '3'),
      '1, 1, 1!, 2, 2!, 3',
    ],
    ['reports a close that is missing', klines('1', '2', '2!'), '1, loss 1, 2, 2!'],
    ['reports each kline of which nothing came', klines('1!', '4'), '1!, loss 2, 4'],
    ['counts the close of a kline that was growing', klines('1', DROP, '4'), '1, disconnect 3, 4'],
    ['finds nothing missing within a kline', klines('1', DROP, '1', '1!'), '1, 1, 1!'],
    ['finds nothing missing between two klines', klines('1!', DROP, '2'), '1!, 2'],
    ['closes a kline once', klines('1', '1!', '1!', '2'), '1, 1!, rejected 1!, 2'],
    ['rejects an update after the close', klines('1!', '1', '2'), '1!, rejected 1, 2'],
    ['rejects an older update', klines('1@9', '1@3', '1@11'), '1, rejected 1, 1'],
    ['rejects an update that comes again', klines('1@9', '1@9', '1@11'), '1, rejected 1, 1'],
    ['admits a close at the time of the last update', klines('1@59', '1!@59', '2'), '1, 1!, 2'],
    ['rejects an earlier kline', klines('2', '1!', '2'), '2, rejected 1!, 2'],
    ['starts afresh where a new session is earlier', klines('9', DROP, '1', '1!'), '9, reset ?, 1, 1!'],
    [
      'starts afresh where a playback begins again in the same kline',
      klines('1!@59', DROP, '1@3', '1@5'),
      '1!, reset ?, 1, 1',
    ],
    [
      'starts afresh where an earlier kline has a later event time',
      klines('9@1', '1@700', '1@702'),
      '9, reset ?, 1, 1',
    ],
  ])('%s', (_title, actual, expected) => {
    expect(actual).toBe(expected)
  })

  it('orders updates by their trades, whatever the clock', () => {
    const updates = [
      aKline({ eventTime: 50_000, tradeCount: 3 }),
      aKline({ eventTime: 20_000, tradeCount: 3 }),
      aKline({ eventTime: 20_001, tradeCount: 4 }),
    ]
    expect(decide<MarketEvent>(ruleOf('kline'), updates)).toEqual(updates)
  })

  it.each([
    ['January to May', '2026-01-01', '2026-05-01', 4],
    ['a year and a month', '2026-01-01', '2027-02-01', 13],
  ])('counts months, in milliseconds and microseconds: %s', (_title, from, to, missing) => {
    for (const unit of [1, 1_000]) {
      const month = (date: string) => {
        const start = new Date(date)
        const end = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1)
        const [openTime, closeTime] = [start.getTime() * unit, end * unit - 1]
        return aKline({ freq: '1M', openTime, closeTime, eventTime: openTime })
      }
      expect(decide<MarketEvent>(ruleOf('kline'), [month(from), month(to)])[1]).toEqual({
        cause: 'loss',
        missing,
      })
    }
  })
})
