/** The arguments of operators and aggregates, as JavaScript may pass them. */
import { of } from 'rxjs'
import { isMarketError } from '../../src/index.js'
import * as operators from '../../src/operators/index.js'

type Call = (...args: unknown[]) => unknown
const all = operators as unknown as Readonly<Record<string, Call>>

function errorOf(name: string, args: readonly unknown[]): string {
  try {
    all[name]?.(...args)
  } catch (error) {
    if (isMarketError(error, 'INVALID_OPTION')) return error.message
    throw error
  }
  return 'none'
}

const count = operators.count()
const read = (n: number): number => n

describe('arguments of operators', () => {
  it.each([
    // Bare calls.
    ['batch', [], 'option options of batch should be an object such as { size: … }, got undefined'],
    ['bounded', [], 'option options of bounded should be an object such as { overflow: … }, got undefined'],
    ['changedBy', [], 'option options of changedBy should be an object'],
    ['conflate', [], 'option options of conflate should be an object'],
    ['crossing', [], 'option level$ should be a number or an Observable of numbers, got undefined'],
    ['indicate', [], 'option create should be a function that creates an indicator'],
    ['perSymbol', [], 'option pipe$ should be a function'],
    ['toAsyncIterable', [], 'option source should be an Observable, got undefined'],
    ['toAsyncIterable', [of(1)], 'option options of toAsyncIterable should be an object'],
    ['tickBars', [], 'option count should be an integer from 1, got undefined'],
    ['volumeBars', [], 'option volume should be a number above 0, got undefined'],
    ['valueBars', [], 'option value should be a number above 0, got undefined'],
    ['toKlines', [], 'option freq of toKlines should be one of'],
    ['movingWindow', [], 'option options of movingWindow should be an object'],
    ['tumblingWindow', [], 'option options of tumblingWindow should be an object'],
    ['movingWindow', [{ count: 5 }], 'option aggregate of movingWindow should be an aggregate'],
    ['whereChangeAbove', [], 'option percent should be a number, got undefined'],
    ['whereVolumeAbove', [], 'option volume should be a number, got undefined'],
    ['combine', [], 'option parts of combine should be an object of aggregates'],
    ['ema', [], 'option f of ema should be a function'],
    [
      'mean',
      [],
      'option f of mean should be a function from an event to a number, such as event => event.price',
    ],
    ['max', [], 'option f of max should be a function'],
    ['min', [], 'option f of min should be a function'],
    ['sum', [], 'option f of sum should be a function'],
    ['stdev', [], 'option f of stdev should be a function'],
    ['variance', [], 'option f of variance should be a function'],
    ['quantile', [], 'option q should be a number from 0 to 1, got undefined'],
    // The intent behind a wrong name.
    ['movingWindow', [{ size: 5 }, count], 'Did you mean count?'],
    ['movingWindow', [{ windowSize: 5 }, count], 'Options: span, count, by, time, scheduler'],
    ['movingWindow', [{ count: 5 }, operators.mean], 'Did you mean mean(…)?'],
    ['movingWindow', [{ count: 5, key: read }, count], 'Did you mean by?'],
    ['tumblingWindow', [{ interval: 5 }, count], 'Did you mean span?'],
    [
      'ema',
      [read, {}],
      'option span is missing; give ema { span: events } or { alpha: weight of the newest }',
    ],
    ['ema', [read, { span: 5, alpha: 0.1 }], 'was given with alpha'],
    ['ema', [read, { period: 5 }], 'Did you mean span?'],
    ['ema', [read, 12], 'option options of ema should be an object such as { span: … }, got 12'],
    ['toKlines', ['60m'], "Did you mean '1h'?"],
    ['toKlines', ['1m', { latenes: 5 }], 'Did you mean lateness?'],
    ['batch', [{ max: 5 }], 'is not an option of batch'],
    ['batch', [{}], 'option size is missing; give batch a size, a timeout in milliseconds, or both'],
    ['bounded', [{ strategy: 'latest' }, read], 'Did you mean overflow?'],
    ['bounded', [{ overflow: 'drop' }, read], 'should be "drop-oldest", "drop-newest", "error" or "latest"'],
    [
      'bounded',
      [{ overflow: 'error' }, read],
      'option capacity should be an integer from 1, or Infinity, got undefined',
    ],
    ['bounded', [{ overflow: 'error', capacity: 5, by: read }, read], "applies to overflow: 'latest' only"],
    ['conflate', [{ key: read }], 'Did you mean by?'],
    ['conflate', [{ every: 5 }], 'option by of conflate should be a function from an event to its key'],
    ['changedBy', [{ percentage: 5 }], 'Did you mean percent?'],
    ['changedBy', [{ percent: 5, amount: 5 }], 'option amount of changedBy was given with percent'],
    ['changedBy', [{}], 'option percent should be a number above 0, got undefined'],
    ['changedBy', [{ percent: 1, price: 'bidPrice' }], 'such as event => event.bidPrice, got "bidPrice"'],
    [
      'spread',
      ['basisPoints'],
      'option options of spread should be an object such as { unit: … }, got "basisPoints"',
    ],
    ['spread', [{ unit: 'bp' }], 'option unit should be "price" or "basisPoints", got "bp"'],
    ['tradeFlow', [{ units: 'quote' }], 'Did you mean unit?'],
    ['imbalance', [{ depth: 5 }], 'Did you mean levels?'],
    ['perSymbol', [read, { ttl: 5 }], 'Did you mean idle?'],
    ['variance', [read, { sampled: true }], 'Did you mean sample?'],
    [
      'variance',
      [read, true],
      'option options of variance should be an object such as { sample: … }, got true',
    ],
    ['combine', [{ price: operators.mean }], 'option price of combine should be an aggregate'],
    // Wrong types: numbers as strings, schedulers, callbacks.
    ['batch', [{ size: '5' }], 'option size should be an integer from 1, got "5"'],
    ['batch', [{ timeout: '5' }], 'option timeout should be milliseconds'],
    [
      'bounded',
      [{ overflow: 'latest', concurrency: '2' }, read],
      'option concurrency should be an integer from 1, got "2"',
    ],
    [
      'bounded',
      [{ overflow: 'latest', onDrop: 1 }, read],
      'option onDrop of bounded should be a function, got 1',
    ],
    ['bounded', [{ overflow: 'latest' }], 'option work$ should be a function'],
    ['changedBy', [{ amount: '5' }], 'option amount should be a number above 0, got "5"'],
    ['conflate', [{ by: read, every: '5' }], 'option every should be milliseconds'],
    ['conflate', [{ by: read, scheduler: 5 }], 'option scheduler should be a scheduler'],
    ['crossing', ['60000'], 'got "60000"'],
    ['crossing', [NaN], 'got NaN'],
    ['crossing', [1, 'price'], 'such as event => event.price'],
    ['imbalance', ['5'], 'option levels should be an integer from 1, or Infinity, got "5"'],
    ['imbalance', [{ levels: 0.5 }], 'option levels should be'],
    [
      'movingWindow',
      [{ count: '5' }, count],
      'option count should be an integer from 1, or Infinity, got "5"',
    ],
    ['movingWindow', [{ span: '60000' }, count], 'option span should be a number above 0, got "60000"'],
    ['movingWindow', [{ span: 5, time: 'arival' }, count], "should be 'arrival', 'event' or a function"],
    ['perSymbol', [read, { idle: '5' }], 'option idle should be milliseconds'],
    ['tickBars', ['5'], 'option count should be an integer from 1, got "5"'],
    ['tickBars', [{ count: 5 }], 'option count should be an integer from 1, got { count: 5 }'],
    [
      'tumblingWindow',
      [{ span: 5, time: 'event', lateness: '5' }, count],
      'option lateness should be a number from 0, got "5"',
    ],
    ['whereVolumeAbove', ['5'], 'option volume should be a number, got "5"'],
    ['ema', [read, { span: '12' }], 'option span should be a number of events, at least 1, got "12"'],
    ['quantile', ['0.5', read], 'option q should be a number from 0 to 1, got "0.5"'],
    ['vwap', ['price'], 'option price of vwap should be a function'],
    ['ohlcv', ['price'], 'option price of ohlcv should be a function'],
    ['first', ['price'], 'option f of first should be a function'],
    ['last', [5], 'option f of last should be a function'],
  ])('%s of %j is INVALID_OPTION', (name, args, message) => {
    expect(errorOf(name, args)).toContain(message)
  })

  it.each(Object.keys(all).filter(name => typeof all[name] === 'function'))(
    '%s rejects null, and takes undefined for a default',
    name => {
      // `count` takes nothing.
      if (name !== 'count' && name !== 'onlyClosed') expect(errorOf(name, [null])).not.toBe('none')
      if (['spread', 'midPrice', 'imbalance', 'tradeFlow', 'vwap', 'ohlcv', 'first', 'last'].includes(name))
        expect(errorOf(name, [undefined])).toBe('none')
    },
  )

  it('takes undefined for the default of every option', () => {
    const none = { scheduler: undefined, by: undefined, time: undefined }
    expect(errorOf('movingWindow', [{ count: 5, span: undefined, ...none }, count])).toBe('none')
    expect(
      errorOf('tumblingWindow', [{ span: 5, lateness: undefined, onLate: undefined, ...none }, count]),
    ).toBe('none')
    expect(errorOf('batch', [{ size: 5, timeout: undefined, by: undefined, scheduler: undefined }])).toBe(
      'none',
    )
    expect(
      errorOf('bounded', [
        { overflow: 'latest', capacity: undefined, by: undefined, onDrop: undefined, concurrency: undefined },
        read,
      ]),
    ).toBe('none')
    expect(errorOf('conflate', [{ by: read, every: undefined, scheduler: undefined }])).toBe('none')
    expect(errorOf('changedBy', [{ percent: 1, amount: undefined, by: undefined, price: undefined }])).toBe(
      'none',
    )
    expect(errorOf('spread', [{ unit: undefined, bid: undefined, ask: undefined }])).toBe('none')
    expect(errorOf('perSymbol', [read, { idle: undefined, scheduler: undefined }])).toBe('none')
    expect(errorOf('toKlines', ['1m', { lateness: undefined, onLate: undefined, price: undefined }])).toBe(
      'none',
    )
    expect(errorOf('variance', [read, { sample: undefined }])).toBe('none')
    expect(errorOf('imbalance', [{ levels: undefined, bids: undefined, asks: undefined }])).toBe('none')
  })
})
