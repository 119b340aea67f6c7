/** Hostile frames cost milliseconds and a `DecodeError`, whichever part of them is hostile. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { DecodeError, type Channel, type MarketEvent } from '../../src/index.js'
import { Frame } from '../../src/codec/frame.js'
import { decoderFactory } from '../../src/venues/binance/channel-kind.js'
import * as spotChannels from '../../src/venues/binance/spot-channels.js'
import { spot } from '../../src/venues/binance/spot.js'
import { type Decoding, decoding } from './decode.js'

const symbol = 'BTCUSDT'
const channels = {
  trade: { kind: 'trade', symbol },
  depth: { kind: 'depth', symbol, levels: 20, speed: 1000 },
  allMiniTickers: { kind: 'allMiniTickers' },
} as const satisfies Record<string, Channel>

const decoderOf = (channel: Channel): Decoding<MarketEvent> =>
  decoding(sink => decoderFactory(spotChannels, Number, 'compiled')(channel, sink))

const wrap = (channel: Channel, data: string): string =>
  `{"stream":"${spot.streamName(channel)}","data":${data}}`

const trade = '{"e":"trade","E":1,"s":"BTCUSDT","t":2,"p":"1.5","q":"3","T":4,"m":true,"M":true}'
const miniTicker =
  '{"e":"24hrMiniTicker","E":1,"s":"BTCUSDT","c":"1","o":"1","h":"1","l":"1","v":"1","q":"1"}'
const MB = 2 ** 20
const filledWith = (unit: string, length = 10 * MB): string => unit.repeat(Math.ceil(length / unit.length))
const nested = (depth: number, open = '[', close = ']'): string =>
  `${open.repeat(depth)}1${close.repeat(depth)}`
const object = (keys: number): string => `{${Array.from({ length: keys }, (_, n) => `"k${n}":1`).join(',')}}`

/**
 * Runs `body` and returns its result, once it has taken less than two seconds of processor time
 * (with a second core at work).
 */
function quickly<T>(body: () => T): T {
  const start = process.cpuUsage()
  const result = body()
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1e6).toBeLessThan(2)
  return result
}

const brackets = nested(200_000)
const open = '['.repeat(200_000)

describe('a hostile frame', () => {
  it.each([
    ['nested payload', wrap(channels.trade, brackets)],
    ['unclosed payload', `{"stream":"btcusdt@trade","data":${open}`],
    ['nested field', wrap(channels.trade, trade.replace('"1.5"', brackets))],
    ['nested ignored field', wrap(channels.trade, trade.replace('"M":true', `"M":${brackets}`))],
    ['nested unknown field', wrap(channels.trade, trade.replace('"M":true', `"Z":${brackets}`))],
    ['10 MB of brackets', wrap(channels.trade, nested(5 * MB))],
    ['10 MB of nested objects', wrap(channels.trade, nested(1.6 * MB, '{"a":', '}'))],
    ['an object of 900,000 keys', wrap(channels.trade, object(900_000))],
    ['a decimal of 10 MB', wrap(channels.trade, trade.replace('1.5', filledWith('1')))],
    ['an integer of 10 MB', wrap(channels.trade, trade.replace('2', filledWith('1')))],
    ['a symbol of 10 MB', wrap(channels.trade, trade.replace('BTCUSDT', filledWith('A')))],
  ])('with %s is one DecodeError', (_, text) => {
    const { decode } = decoderOf(channels.trade)
    for (const data of [text, Buffer.from(text)]) {
      const { events, errors } = quickly(() => decode(data))
      expect([events.length, errors.length]).toEqual([0, 1])
      expect(errors[0]).toMatchObject({ code: 'DECODE_FAILED', channel: channels.trade })
      expect(errors[0]?.message.length).toBeLessThan(400)
    }
  })

  it.each([
    ['a million valid levels', `${filledWith('["1","1"],')}["1","1"]`],
    ['a million invalid levels', `${filledWith('[1,1],')}["1",1]`],
    ['empty lists', `${filledWith('[],')}[]`],
  ])('with a side of %s is one DecodeError', (_, levels) => {
    const { decode } = decoderOf(channels.depth)
    const { events, errors } = quickly(() =>
      decode(wrap(channels.depth, `{"lastUpdateId":1,"bids":[${levels}],"asks":[]}`)),
    )
    expect([events.length, errors.length]).toEqual([0, 1])
  })

  it.each([
    ['numbers', filledWith('1,')],
    ['empty objects', filledWith('{},')],
    ['objects of different keys', Array.from({ length: 800_000 }, (_, n) => `{"k${n}":1},`).join('')],
  ])('with 10 MB of %s reports a bounded number of elements', (_, elements) => {
    const { decode } = decoderOf(channels.allMiniTickers)
    const { events, errors } = quickly(() =>
      decode(wrap(channels.allMiniTickers, `[${elements}${miniTicker}]`)),
    )
    expect(events).toEqual([])
    expect(errors.length).toBeLessThanOrEqual(5_001)
    expect(errors.at(-1)?.path).toBe(errors.length === 1 ? '' : 'data')
  })

  it.each([
    ['brackets', open],
    ['nested lists', brackets],
    ['10 MB of text', filledWith('a')],
    ['10 MB of NUL', filledWith('\0')],
    ['10 MB of escaped quotes', filledWith('"\\')],
    ['an object of 900,000 keys', `{"result":${object(900_000)}}`],
    ['keys that are indices', `{${Array.from({ length: 700_000 }, (_, n) => `"${n * 6131}":1`).join(',')}}`],
  ])('of an unknown stream with %s is an unknown reply', (_, text) => {
    const reply = quickly(() => spot.parseReply(text))
    expect(reply).toMatchObject({ type: 'unknown', error: { code: 'DECODE_FAILED' } })
  })

  it('with a list of 200,000 names is read in milliseconds', () => {
    const names = Array.from({ length: 200_000 }, (_, n) => `s${n}usdt@trade`)
    const reply = quickly(() => spot.parseReply(JSON.stringify({ result: names, id: 1 })))
    expect(reply).toMatchObject({ type: 'list', id: 1 })
    expect(reply.type === 'list' && reply.streams.join()).toBe(names.join())
  })

  it('with a name of 10 MB is not parsed', () => {
    const frame = new Frame()
    const text = `{"stream":"${filledWith('a')}","data":1}`
    frame.load(text)
    expect(quickly(() => spot.findStreamNameEnd(frame))).toBe(text.length - '","data":1}'.length)
  })
})

describe('a frame with', () => {
  const accepted: readonly [string, string][] = [
    ['a key that occurs twice (the last counts)', trade.replace('"p":"1.5"', '"p":"9","p":"1.5"')],
    ['a "__proto__" key', trade.replace('"M":true', '"__proto__":{"p":"9"}')],
    ['a "constructor" key', trade.replace('"M":true', '"constructor":{"prototype":1}')],
    ['a deep ignored field within bounds', trade.replace('"M":true', `"M":${nested(20)}`)],
    ['whitespace', trade.replace(/,/g, ' ,\r\n\t')],
    ['escapes', trade.replace('BTCUSDT', '\\u0042TCUSDT')],
  ]
  it.each(accepted)('%s is decoded', (_, payload) => {
    const { events, errors } = decoderOf(channels.trade).decode(wrap(channels.trade, payload))
    expect(errors).toEqual([])
    expect(events).toEqual([expect.objectContaining({ symbol, price: 1.5 })])
  })

  it.each([
    ['no data', '{"stream":"btcusdt@trade"}', 'data', 'a trade', 'nothing'],
    ['null for data', wrap(channels.trade, 'null'), 'data', 'a trade', 'null'],
    ['a list for data', wrap(channels.trade, '[1]'), 'data', 'a trade', '[1]'],
    ['a string for data', wrap(channels.trade, '"x"'), 'data', 'a trade', '"x"'],
    [
      'data in its prototype',
      '{"stream":"btcusdt@trade","__proto__":{"data":1}}',
      'data',
      'a trade',
      'nothing',
    ],
    ['a list for itself', '[1]', '', 'an object', '"[1]"'],
    ['null for itself', 'null', '', 'an object', '"null"'],
    ['a string for itself', '"x"', '', 'an object', '"\\"x\\""'],
    ['nothing', '', '', 'JSON', '""'],
    ['a byte order mark', `\ufeff${wrap(channels.trade, trade)}`, '', 'JSON', expect.stringMatching(/^"/)],
    ['NUL', wrap(channels.trade, trade).replace('2', '\0'), '', 'JSON', expect.stringMatching(/^"/)],
    [
      'a second stream name',
      wrap(channels.trade, `${trade},"stream":"x"`),
      'stream',
      '"btcusdt@trade"',
      '"x"',
    ],
    [
      'an id beyond 2^53',
      wrap(channels.trade, trade.replace('2', '9007199254740993')),
      'data.t',
      'an integer',
      '9007199254740992',
    ],
    ['a fraction for an id', wrap(channels.trade, trade.replace('2', '2.5')), 'data.t', 'an integer', '2.5'],
    [
      'a decimal beyond a double',
      wrap(channels.trade, trade.replace('1.5', '1e999')),
      'data',
      'decimals that `numeric` accepts',
      '"1e999"',
    ],
    [
      'a long decimal beyond a double',
      wrap(channels.trade, trade.replace('1.5', '9'.repeat(400))),
      'data',
      'decimals that `numeric` accepts',
      expect.stringMatching(/^"9+…/),
    ],
  ])('%s is a DecodeError', (_, text, path, expected, sample) => {
    for (const data of [text, Buffer.from(text)]) {
      const { events, errors } = decoderOf(channels.trade).decode(data)
      expect(events).toEqual([])
      expect(errors).toEqual([expect.objectContaining({ path, expected, sample: sample as unknown })])
    }
  })

  it('a lone surrogate never throws', () => {
    const text = wrap(channels.trade, trade.replace('BTCUSDT', '\ud800'))
    for (const data of [text, Buffer.from(text)]) {
      const { events, errors } = decoderOf(channels.trade).decode(data)
      expect([events.length, errors.length]).toEqual([1, 0])
    }
  })

  it('an ASCII-escaped name is decoded', () => {
    const channel: Channel = { kind: 'trade', symbol: '币安人生USDT' }
    const { decode } = decoderOf(channel)
    const payload = trade.replace('BTCUSDT', channel.symbol)
    const plain = wrap(channel, payload)
    const escaped = plain.replace(/[^ -~]/g, char => `\\u${char.charCodeAt(0).toString(16)}`)
    for (const text of [plain, escaped]) {
      expect(decode(text)).toMatchObject({ events: [{ symbol: '币安人生USDT' }], errors: [] })
      expect(decode(Buffer.from(text))).toMatchObject({ events: [{ price: 1.5 }], errors: [] })
      expect(spot.parseReply(text)).toEqual({ type: 'event', stream: '币安人生usdt@trade' })
    }
  })
})

describe('an error', () => {
  it.each([
    ['no JSON', (n: number) => `{"stream":"btcusdt@trade","data":[${n},${filledWith('1,', 5 * MB)}`],
    ['a wrong payload', (n: number) => wrap(channels.trade, `[${n},"${filledWith('x', 5 * MB)}"]`)],
    ['a wrong field', (n: number) => wrap(channels.trade, trade.replace('1.5', n + filledWith('x', 5 * MB)))],
  ])('of %s holds nothing of the frame', (_, textOf) => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const { decode } = decoderOf(channels.trade)
    const heap = (): number => {
      decode('')
      collect()
      return process.memoryUsage().heapUsed
    }
    const before = heap()
    const errors = Array.from({ length: 8 }, (_, n) => decode(textOf(n)).errors)
    expect(heap() - before).toBeLessThan(5 * MB)
    expect(errors.flat().length).toBe(8)
  })

  it('states where JSON is invalid in a copied cause', () => {
    const { errors } = decoderOf(channels.trade).decode('{"stream":"btcusdt@trade","data":{\n')
    const cause = errors[0]?.cause as Error
    expect(errors[0]).toBeInstanceOf(DecodeError)
    expect(cause.message).toMatch(/JSON/)
    expect(cause.message.length).toBeLessThanOrEqual(200)
  })

  it('of `numeric` names the decimal and has the exception as cause', () => {
    const cause = new Error('not mine')
    const { decode } = decoding<MarketEvent>(sink =>
      decoderFactory(
        spotChannels,
        () => {
          throw cause
        },
        'compiled',
      )(channels.trade, sink),
    )
    const { events, errors } = decode(wrap(channels.trade, trade))
    expect(events).toEqual([])
    expect(errors).toEqual([expect.objectContaining({ sample: '"1.5"', cause })])
  })
})

describe('a sink that throws', () => {
  it('throws through the decoder, and does not break it', () => {
    const frame = new Frame()
    const seen: unknown[] = []
    const decoder = decoderFactory(
      spotChannels,
      Number,
      'compiled',
    )(channels.trade, {
      event: event => {
        seen.push(event)
        throw new Error('of a subscriber')
      },
      error: error => seen.push(error),
    })
    frame.load(wrap(channels.trade, trade))
    expect(() => decoder.decode(frame, 7)).toThrow('of a subscriber')
    expect(() => decoder.decode(frame, 7)).toThrow('of a subscriber')
    expect(seen).toEqual([expect.objectContaining({ price: 1.5 }), expect.objectContaining({ price: 1.5 })])
    expect(decoder.fallbacks).toBe(0)
  })
})
