import fc from 'fast-check'
import { readdirSync } from 'node:fs'
import type { Channel, MarketEvent } from '../../../src/index.js'
import { decoderFactory } from '../../../src/venues/binance/channel-kind.js'
import * as aggTrade from '../../../src/venues/binance/channels/agg-trade.js'
import * as allMiniTickers from '../../../src/venues/binance/channels/all-mini-tickers.js'
import * as allRollingTickers from '../../../src/venues/binance/channels/all-rolling-tickers.js'
import * as avgPrice from '../../../src/venues/binance/channels/avg-price.js'
import * as blockTrade from '../../../src/venues/binance/channels/block-trade.js'
import * as bookTicker from '../../../src/venues/binance/channels/book-ticker.js'
import * as depth from '../../../src/venues/binance/channels/depth.js'
import * as depthDiff from '../../../src/venues/binance/channels/depth-diff.js'
import * as kline from '../../../src/venues/binance/channels/kline.js'
import * as miniTicker from '../../../src/venues/binance/channels/mini-ticker.js'
import * as referencePrice from '../../../src/venues/binance/channels/reference-price.js'
import * as rollingTicker from '../../../src/venues/binance/channels/rolling-ticker.js'
import * as ticker from '../../../src/venues/binance/channels/ticker.js'
import * as trade from '../../../src/venues/binance/channels/trade.js'
import * as spotChannels from '../../../src/venues/binance/spot-channels.js'
import { spot } from '../../../src/venues/binance/spot.js'
import { type Decoding, decoding } from '../../codec/decode.js'

const samples: { readonly [K in Channel['kind']]: string } = {
  aggTrade: aggTrade.sample,
  allMiniTickers: allMiniTickers.sample,
  allRollingTickers: allRollingTickers.sample,
  avgPrice: avgPrice.sample,
  blockTrade: blockTrade.sample,
  bookTicker: bookTicker.sample,
  depth: depth.sample,
  depthDiff: depthDiff.sample,
  kline: kline.sample,
  miniTicker: miniTicker.sample,
  referencePrice: referencePrice.sample,
  rollingTicker: rollingTicker.sample,
  ticker: ticker.sample,
  trade: trade.sample,
}

const miniTickerEvent = {
  type: 'miniTicker',
  symbol: 'BNBBTC',
  eventTime: 1672515782136,
  receivedAt: 7,
  openPrice: 0.001,
  highPrice: 0.0025,
  lowPrice: 0.001,
  price: 0.0025,
  volume: 10000,
  quoteVolume: 18,
}
const rollingTickerEvent = {
  type: 'rollingTicker',
  symbol: 'BNBBTC',
  eventTime: 1672515782136,
  receivedAt: 7,
  window: '1h',
  priceChange: 0.0015,
  priceChangePercent: 250,
  openPrice: 0.001,
  highPrice: 0.0025,
  lowPrice: 0.001,
  price: 0.0025,
  weightedAveragePrice: 0.0018,
  volume: 10000,
  quoteVolume: 18,
  openTime: 0,
  closeTime: 1675216573749,
  firstTradeId: 0,
  lastTradeId: 18150,
  tradeCount: 18151,
}
const klineEvent = {
  type: 'kline',
  symbol: 'BNBBTC',
  eventTime: 1672515782136,
  receivedAt: 7,
  freq: '1m',
  timeZone: '+00:00',
  openTime: 1672515780000,
  closeTime: 1672515839999,
  firstTradeId: 100,
  lastTradeId: 200,
  openPrice: 0.001,
  closePrice: 0.002,
  highPrice: 0.0025,
  lowPrice: 0.0015,
  volume: 1000,
  quoteVolume: 1,
  takerBuyVolume: 500,
  takerBuyQuoteVolume: 0.5,
  tradeCount: 100,
  isClosed: false,
}

interface Example {
  readonly channel: Channel
  readonly stream: string
  /** The event of the kind's sample. */
  readonly event: object
  /** Keys that the document marks "Ignore". */
  readonly ignored?: readonly string[]
}

const symbol = 'BNBBTC'

const examples: Example[] = [
  {
    channel: { kind: 'trade', symbol },
    stream: 'bnbbtc@trade',
    event: {
      type: 'trade',
      symbol,
      eventTime: 1672515782136,
      receivedAt: 7,
      tradeId: 12345,
      price: 0.001,
      quantity: 100,
      tradeTime: 1672515782136,
      isBuyerMaker: true,
    },
    ignored: ['M'],
  },
  {
    channel: { kind: 'aggTrade', symbol },
    stream: 'bnbbtc@aggTrade',
    event: {
      type: 'aggTrade',
      symbol,
      eventTime: 1672515782136,
      receivedAt: 7,
      aggregateTradeId: 12345,
      price: 0.001,
      quantity: 100,
      firstTradeId: 100,
      lastTradeId: 105,
      tradeTime: 1672515782136,
      isBuyerMaker: true,
    },
    ignored: ['M'],
  },
  {
    channel: { kind: 'blockTrade', symbol },
    stream: 'bnbbtc@blockTrade',
    event: {
      type: 'blockTrade',
      symbol,
      eventTime: 1772506983582,
      receivedAt: 7,
      tradeId: 582,
      price: 0.052,
      quantity: 5838,
      tradeTime: 1772506983321,
      isBuyerMaker: true,
    },
  },
  {
    channel: { kind: 'kline', symbol, freq: '1m', timeZone: '+00:00' },
    stream: 'bnbbtc@kline_1m',
    event: klineEvent,
    ignored: ['B'],
  },
  {
    channel: { kind: 'kline', symbol, freq: '1m', timeZone: '+08:00' },
    stream: 'bnbbtc@kline_1m@+08:00',
    event: { ...klineEvent, timeZone: '+08:00' },
    ignored: ['B'],
  },
  {
    channel: { kind: 'miniTicker', symbol },
    stream: 'bnbbtc@miniTicker',
    event: miniTickerEvent,
  },
  {
    channel: { kind: 'allMiniTickers' },
    stream: '!miniTicker@arr',
    event: { type: 'allMiniTickers', receivedAt: 7, tickers: [miniTickerEvent] },
  },
  {
    channel: { kind: 'ticker', symbol },
    stream: 'bnbbtc@ticker',
    event: {
      type: 'ticker',
      symbol,
      eventTime: 1672515782136,
      receivedAt: 7,
      priceChange: 0.0015,
      priceChangePercent: 250,
      weightedAveragePrice: 0.0018,
      previousClosePrice: 0.0009,
      price: 0.0025,
      lastQuantity: 10,
      bidPrice: 0.0024,
      bidQuantity: 10,
      askPrice: 0.0026,
      askQuantity: 100,
      openPrice: 0.001,
      highPrice: 0.0025,
      lowPrice: 0.001,
      volume: 10000,
      quoteVolume: 18,
      openTime: 0,
      closeTime: 86400000,
      firstTradeId: 0,
      lastTradeId: 18150,
      tradeCount: 18151,
    },
  },
  {
    channel: { kind: 'rollingTicker', symbol, window: '1h' },
    stream: 'bnbbtc@ticker_1h',
    event: rollingTickerEvent,
  },
  {
    channel: { kind: 'allRollingTickers', window: '1h' },
    stream: '!ticker_1h@arr',
    event: { type: 'allRollingTickers', receivedAt: 7, window: '1h', tickers: [rollingTickerEvent] },
  },
  {
    channel: { kind: 'bookTicker', symbol: 'BNBUSDT' },
    stream: 'bnbusdt@bookTicker',
    event: {
      type: 'bookTicker',
      symbol: 'BNBUSDT',
      receivedAt: 7,
      updateId: 400900217,
      bidPrice: 25.3519,
      bidQuantity: 31.21,
      askPrice: 25.3652,
      askQuantity: 40.66,
    },
  },
  {
    channel: { kind: 'avgPrice', symbol: 'BTCUSDT' },
    stream: 'btcusdt@avgPrice',
    event: {
      type: 'avgPrice',
      symbol: 'BTCUSDT',
      eventTime: 1693907033000,
      receivedAt: 7,
      interval: '5m',
      averagePrice: 25776.86,
      lastTradeTime: 1693907032213,
    },
  },
  {
    channel: { kind: 'referencePrice', symbol: 'BAZUSD' },
    stream: 'bazusd@referencePrice',
    event: {
      type: 'referencePrice',
      symbol: 'BAZUSD',
      receivedAt: 7,
      referencePrice: 1,
      validAt: 1770313263917,
    },
  },
  {
    channel: { kind: 'depth', symbol, levels: 5, speed: 100 },
    stream: 'bnbbtc@depth5@100ms',
    event: {
      type: 'depth',
      symbol,
      receivedAt: 7,
      lastUpdateId: 160,
      bids: [[0.0024, 10]],
      asks: [[0.0026, 100]],
    },
  },
  {
    channel: { kind: 'depthDiff', symbol, speed: 1000 },
    stream: 'bnbbtc@depth',
    event: {
      type: 'depthDiff',
      symbol,
      eventTime: 1672515782136,
      receivedAt: 7,
      firstUpdateId: 157,
      lastUpdateId: 160,
      bids: [[0.0024, 10]],
      asks: [[0.0026, 100]],
    },
  },
]

/** Kinds without a fast path: their frames are rare, or lists. */
const STRICT = ['rollingTicker', 'referencePrice', 'allMiniTickers', 'allRollingTickers']

const decoderOf = (channel: Channel, mode: 'compiled' | 'interpreted' = 'compiled'): Decoding<MarketEvent> =>
  decoding(sink => decoderFactory(spotChannels, Number, mode)(channel, sink))

const frame = (stream: string, data: unknown): string => JSON.stringify({ stream, data })

/** Every place in a payload: the keys that lead to it. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  const below = Object.entries(value).flatMap(([key, child]) => places(child, [...path, key]))
  return path.length === 0 ? below : [path, ...below]
}

/** A copy of `value` with `wrong` at `path`; `undefined` takes the place away. */
function changed(value: unknown, [key, ...rest]: readonly string[], wrong: unknown): unknown {
  if (key === undefined) return wrong
  const copy = structuredClone(value) as Record<string, unknown>
  copy[key] = changed(copy[key], rest, wrong)
  return copy
}

/** Values that are invalid where the document has `documented`. */
function wrongFor(key: string, documented: unknown): readonly unknown[] {
  switch (typeof documented) {
    case 'number':
      return [undefined, null, '1', true, {}, [1], 1.5, 1e300]
    case 'boolean':
      return [undefined, null, 'true', 1, {}]
    case 'string': {
      const isText = key === 's' || key === 'i'
      const noText = [undefined, 1, true, {}, ['x'], ...(key === 'r' ? [] : [null])]
      return isText ? noText : [...noText, '', 'x', ' 1', '0x10', 'NaN', 'Infinity', '1.', '.5', '1,5']
    }
    default:
      return [undefined, null, 'x', 1, true, ['x']]
  }
}

it('every kind is one file', () => {
  const files = readdirSync('src/venues/binance/channels')
  expect(files.length).toBe(Object.keys(samples).length)
  expect(Object.keys(spotChannels).sort()).toEqual(Object.keys(samples).sort())
})

describe.each(examples)('$stream', ({ channel, stream, event, ignored = [] }) => {
  const payload = JSON.parse(samples[channel.kind]) as object

  it('has the documented name', () => {
    expect(spot.streamName(channel)).toBe(stream)
  })

  it.each(['compiled', 'interpreted'] as const)('decodes the documented sample (%s)', mode => {
    const { decoder, decodeFast } = decoderOf(channel, mode)
    const isFast = !STRICT.includes(channel.kind)
    expect(decoder.mode).toBe(isFast ? mode : 'strict')
    expect(decodeFast(frame(stream, payload))).toEqual({ events: [event], errors: [], isFast })
  })

  it('accepts unknown fields, any notation and any order of keys', () => {
    const extended = Array.isArray(payload)
      ? payload.map((p: object) => ({ ...p, zz: 1 }))
      : { ...payload, zz: { y: [] } }
    const { decode } = decoderOf(channel)
    const decoded = { events: [event], errors: [] }
    expect(decode(frame(stream, extended))).toEqual(decoded)
    expect(decode(JSON.stringify({ stream, data: payload }, undefined, 2))).toEqual(decoded)
    expect(decode(JSON.stringify({ data: payload, stream }))).toEqual(decoded)
  })

  it('reports the path of every missing or mistyped field', () => {
    const { decode } = decoderOf(channel)
    for (const path of places(payload)) {
      const key = path.at(-1) ?? ''
      if (ignored.includes(key)) continue
      const documented = path.reduce<unknown>(
        (value, step) => (value as Record<string, unknown>)[step],
        payload,
      )
      for (const wrong of wrongFor(key, documented)) {
        const { events, errors } = decode(frame(stream, changed(payload, path, wrong)))
        const [error] = errors
        if (error === undefined) throw new Error(`${path.join('.')} = ${JSON.stringify(wrong)} was accepted`)
        expect([events.length, errors.length]).toEqual([0, 1])
        expect(error.code).toBe('DECODE_FAILED')
        expect(error.channel).toEqual(channel)
        expect(error.path.startsWith(['data', ...path].join('.'))).toBe(true)
        expect(error.expected.length).toBeGreaterThan(3)
        expect(error.sample.length).toBeLessThanOrEqual(80)
      }
    }
  })

  it('never throws, whatever the frame', () => {
    const { decode } = decoderOf(channel)
    const text = frame(stream, payload)
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.uint8Array(),
          fc.json().map(data => `{"stream":"${stream}","data":${data}}`),
          fc.nat(text.length).map(end => text.slice(0, end)),
          fc.tuple(fc.nat(text.length), fc.uint8Array({ maxLength: 3 })).map(([at, bytes]) => {
            const changed = Buffer.from(text)
            changed.set(bytes.subarray(0, text.length - at), at)
            return changed
          }),
        ),
        data => {
          const { events, errors } = decode(data)
          expect(events.length + errors.length).toBeGreaterThan(0)
        },
      ),
    )
  })
})
