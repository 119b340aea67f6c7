import fc from 'fast-check'
import type { Channel, DecodeError, MarketEvent } from '../../src/index.js'
import { spot } from '../../src/venues/binance/spot.js'
import type { Decoder } from '../../src/codec/decoder.js'
import { Frame } from '../../src/codec/frame.js'

/** The exchange's own examples: web-socket-streams.md, "Detailed Stream information". */
const miniTicker = {
  e: '24hrMiniTicker',
  E: 1672515782136,
  s: 'BNBBTC',
  c: '0.0025',
  o: '0.0010',
  h: '0.0025',
  l: '0.0010',
  v: '10000',
  q: '18',
}
const rollingTicker = {
  e: '1hTicker',
  E: 1672515782136,
  s: 'BNBBTC',
  p: '0.0015',
  P: '250.00',
  o: '0.0010',
  h: '0.0025',
  l: '0.0010',
  c: '0.0025',
  w: '0.0018',
  v: '10000',
  q: '18',
  O: 0,
  C: 1675216573749,
  F: 0,
  L: 18150,
  n: 18151,
}
const kline = {
  e: 'kline',
  E: 1672515782136,
  s: 'BNBBTC',
  k: {
    t: 1672515780000,
    T: 1672515839999,
    s: 'BNBBTC',
    i: '1m',
    f: 100,
    L: 200,
    o: '0.0010',
    c: '0.0020',
    h: '0.0025',
    l: '0.0015',
    v: '1000',
    n: 100,
    x: false,
    q: '1.0000',
    V: '500',
    Q: '0.500',
    B: '123456',
  },
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
  readonly payload: object
  readonly event: object
  /** Keys that the document marks "Ignore". */
  readonly ignored?: readonly string[]
}

const symbol = 'BNBBTC'

const examples: Example[] = [
  {
    channel: { kind: 'trade', symbol },
    stream: 'bnbbtc@trade',
    payload: {
      e: 'trade',
      E: 1672515782136,
      s: 'BNBBTC',
      t: 12345,
      p: '0.001',
      q: '100',
      T: 1672515782136,
      m: true,
      M: true,
    },
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
    payload: {
      e: 'aggTrade',
      E: 1672515782136,
      s: 'BNBBTC',
      a: 12345,
      p: '0.001',
      q: '100',
      f: 100,
      l: 105,
      T: 1672515782136,
      m: true,
      M: true,
    },
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
    payload: {
      e: 'blockTrade',
      E: 1772506983582,
      s: 'BNBBTC',
      t: 582,
      p: '0.052',
      q: '5838',
      T: 1772506983321,
      m: true,
    },
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
    payload: kline,
    event: klineEvent,
    ignored: ['B'],
  },
  {
    channel: { kind: 'kline', symbol, freq: '1m', timeZone: '+08:00' },
    stream: 'bnbbtc@kline_1m@+08:00',
    payload: kline,
    event: { ...klineEvent, timeZone: '+08:00' },
    ignored: ['B'],
  },
  {
    channel: { kind: 'miniTicker', symbol },
    stream: 'bnbbtc@miniTicker',
    payload: miniTicker,
    event: miniTickerEvent,
  },
  {
    channel: { kind: 'allMiniTickers' },
    stream: '!miniTicker@arr',
    payload: [miniTicker],
    event: { type: 'allMiniTickers', receivedAt: 7, tickers: [miniTickerEvent] },
  },
  {
    channel: { kind: 'ticker', symbol },
    stream: 'bnbbtc@ticker',
    payload: {
      e: '24hrTicker',
      E: 1672515782136,
      s: 'BNBBTC',
      p: '0.0015',
      P: '250.00',
      w: '0.0018',
      x: '0.0009',
      c: '0.0025',
      Q: '10',
      b: '0.0024',
      B: '10',
      a: '0.0026',
      A: '100',
      o: '0.0010',
      h: '0.0025',
      l: '0.0010',
      v: '10000',
      q: '18',
      O: 0,
      C: 86400000,
      F: 0,
      L: 18150,
      n: 18151,
    },
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
    payload: rollingTicker,
    event: rollingTickerEvent,
  },
  {
    channel: { kind: 'allRollingTickers', window: '1h' },
    stream: '!ticker_1h@arr',
    payload: [rollingTicker],
    event: { type: 'allRollingTickers', receivedAt: 7, window: '1h', tickers: [rollingTickerEvent] },
  },
  {
    channel: { kind: 'bookTicker', symbol: 'BNBUSDT' },
    stream: 'bnbusdt@bookTicker',
    payload: {
      u: 400900217,
      s: 'BNBUSDT',
      b: '25.35190000',
      B: '31.21000000',
      a: '25.36520000',
      A: '40.66000000',
    },
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
    payload: {
      e: 'avgPrice',
      E: 1693907033000,
      s: 'BTCUSDT',
      i: '5m',
      w: '25776.86000000',
      T: 1693907032213,
    },
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
    payload: { e: 'referencePrice', s: 'BAZUSD', r: '1.00', t: 1770313263917 },
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
    payload: { lastUpdateId: 160, bids: [['0.0024', '10']], asks: [['0.0026', '100']] },
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
    payload: {
      e: 'depthUpdate',
      E: 1672515782136,
      s: 'BNBBTC',
      U: 157,
      u: 160,
      b: [['0.0024', '10']],
      a: [['0.0026', '100']],
    },
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

const decoderOf = (channel: Channel): Decoder<MarketEvent>['decode'] => {
  const decoder = spot.decoders(Number, true)(channel)
  return (text, receivedAt) => decoder.decode(text, receivedAt)
}

/** The event of a frame on the fast way, whether compiled or interpreted. */
const fast = (channel: Channel, compiled: boolean, text: string): MarketEvent | undefined => {
  const whole = new Frame()
  whole.load(text)
  return spot.decoders(Number, compiled)(channel).fast(whole, 7)
}

/** Kinds that are worth a fast way; the others come seldom. */
const isFast = ({ kind }: Channel): boolean =>
  !['rollingTicker', 'referencePrice', 'allMiniTickers', 'allRollingTickers'].includes(kind)

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

/** What must not stand where the document has `documented`. */
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

describe.each(examples)('$stream', ({ channel, stream, payload, event, ignored = [] }) => {
  it('has the documented name', () => {
    expect(spot.streamName(channel)).toBe(stream)
  })

  it('makes the documented payload an event', () => {
    const decoded = decoderOf(channel)(frame(stream, payload), 7)
    expect(decoded).toEqual({ _tag: 'Right', right: event })
  })

  it.each([true, false])('is read the fast way, compiled: %s', compiled => {
    expect(fast(channel, compiled, frame(stream, payload))).toEqual(isFast(channel) ? event : undefined)
  })

  it('accepts unknown fields', () => {
    const strange = Array.isArray(payload)
      ? payload.map((p: object) => ({ ...p, zz: 1 }))
      : { ...payload, zz: { y: [] } }
    expect(decoderOf(channel)(frame(stream, strange), 7)).toEqual({ _tag: 'Right', right: event })
  })

  it('says where, for every documented field that is missing or mistyped', () => {
    for (const path of places(payload)) {
      const key = path.at(-1) ?? ''
      if (ignored.includes(key)) continue
      const documented = path.reduce<unknown>(
        (value, step) => (value as Record<string, unknown>)[step],
        payload,
      )
      for (const wrong of wrongFor(key, documented)) {
        const decoded = decoderOf(channel)(frame(stream, changed(payload, path, wrong)), 7)
        if (decoded._tag === 'Right')
          throw new Error(`${path.join('.')} = ${JSON.stringify(wrong)} was accepted`)
        const error: DecodeError = decoded.left
        expect(error.code).toBe('DECODE_FAILED')
        expect(error.channel).toEqual(channel)
        expect(error.path.startsWith(['data', ...path].join('.'))).toBe(true)
        expect(error.expected.length).toBeGreaterThan(3)
        expect(error.sample.length).toBeLessThanOrEqual(80)
      }
    }
  })

  it('never throws, whatever the frame', () => {
    const decode = decoderOf(channel)
    const text = frame(stream, payload)
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.nat(text.length).map(end => text.slice(0, end)),
        ),
        broken => {
          expect(decode(broken, 7)._tag).toBe(broken === text ? 'Right' : 'Left')
        },
      ),
    )
  })
})

describe('a frame', () => {
  it('tells its stream without being parsed', () => {
    const peeked = (text: string): string | undefined => {
      const frame = new Frame()
      frame.load(text)
      const end = spot.peek(frame)
      return end < 0 ? undefined : text.slice(spot.nameAt, end)
    }
    expect(peeked('{"stream":"btcusdt@trade","data":{not even JSON')).toBe('btcusdt@trade')
    expect(peeked('{"data":{},"stream":"btcusdt@trade"}')).toBeUndefined()
    expect(peeked('{"stream":"btcusdt@tr')).toBeUndefined()
    expect(peeked('{"stream":"币安人生usdt@trade","data":{}}')).toBeUndefined()
    expect(peeked('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}')).toBeUndefined()
  })

  it('is read when it is no event', () => {
    const id = 7
    expect(spot.reply('{"result":null,"id":7}')).toEqual({ type: 'ack', id })
    expect(spot.reply('{"result":["a@trade"],"id":7}')).toEqual({ type: 'list', id, streams: ['a@trade'] })
    expect(spot.reply('{"code":2,"msg":"no","id":7}')).toEqual({
      type: 'rejection',
      id,
      reason: 2,
      detail: 'no',
    })
    expect(spot.reply('{"error":{"code":2,"msg":"no"},"id":7}')).toEqual({
      type: 'rejection',
      id,
      reason: 2,
      detail: 'no',
    })
    expect(spot.reply('{"code":3,"msg":"no"}')).toEqual({
      type: 'rejection',
      id: undefined,
      reason: 3,
      detail: 'no',
    })
    expect(spot.reply('{"e":"serverShutdown","E":1}')).toEqual({ type: 'shutdown' })
    expect(spot.reply('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}')).toEqual({
      type: 'shutdown',
    })
    expect(spot.reply('{"data":1,"stream":"a@trade"}')).toEqual({ type: 'event', stream: 'a@trade' })
    expect(spot.reply('{}')).toMatchObject({
      type: 'unknown',
      error: { code: 'DECODE_FAILED', channel: undefined },
    })
    expect(spot.reply('nonsense')).toMatchObject({
      type: 'unknown',
      error: { expected: 'JSON', sample: '"nonsense"' },
    })
  })
})

describe('an address', () => {
  it.each([
    ['wss://stream.binance.com:9443', 'wss://stream.binance.com:9443/stream'],
    ['wss://stream.binance.com:9443/', 'wss://stream.binance.com:9443/stream'],
    ['wss://stream.binance.com:9443/ws/', 'wss://stream.binance.com:9443/stream'],
    ['wss://stream.binance.com:9443/ws', 'wss://stream.binance.com:9443/stream'],
    ['wss://stream.binance.com:9443/stream', 'wss://stream.binance.com:9443/stream'],
    ['ws://127.0.0.1:80/proxy/ws', 'ws://127.0.0.1/proxy/stream'],
    ['ws://host/?token=1', 'ws://host/stream?token=1'],
  ])('%s leads to %s', (url, endpoint) => {
    expect(spot.endpoint(url, 'millisecond')).toBe(endpoint)
  })
})
