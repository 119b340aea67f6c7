import { Frame } from '../../src/codec/frame.js'
import { type IdKeys, IdPeek } from '../../src/codec/id-peek.js'
import type { MarketEvent } from '../../src/index.js'
import { decoderFactory } from '../../src/venues/binance/channel-kind.js'
import * as aggTrade from '../../src/venues/binance/channels/agg-trade.js'
import * as blockTrade from '../../src/venues/binance/channels/block-trade.js'
import * as bookTicker from '../../src/venues/binance/channels/book-ticker.js'
import * as depthDiff from '../../src/venues/binance/channels/depth-diff.js'
import * as trade from '../../src/venues/binance/channels/trade.js'
import * as spotChannels from '../../src/venues/binance/spot-channels.js'
import { spot } from '../../src/venues/binance/spot.js'
import { ruleOf } from '../sequence/order.js'
import { decoding } from './decode.js'

const NAME = '{"stream":"btcusdt@trade'
const LEAD = '","data":'

/** Reads the ids of frames in turn, with one peek; `undefined` where none are found. */
function idsOf(keys: IdKeys, ...frames: string[]): (readonly [number, number] | undefined)[] {
  const peek = new IdPeek(keys, LEAD, NAME.length)
  const frame = new Frame()
  return frames.map(text => {
    frame.load(text)
    return peek.read(frame) ? [peek.first, peek.last] : undefined
  })
}

const frameOf = (payload: string): string => `${NAME}${LEAD}${payload}}`

/** The one id of payloads in turn. */
const idOf = (key: string, ...payloads: string[]): (number | undefined)[] =>
  idsOf([key], ...payloads.map(frameOf)).map(ids => ids?.[0])

describe('the id of a frame', () => {
  it.each([
    ['t', '{"e":"trade","E":1672515782136,"s":"BNBBTC","t":12345,"p":"0.001"', 12345],
    ['u', '{"u":400900217,"s":"BNBUSDT"', 400900217],
    ['a', '{"e":"aggTrade","E":1672515782136,"s":"BNBBTC","a":0,"p":"0.001"', 0],
    ['t', '{"t":7,"e":"trade"', 7],
  ])('is that of key %s in %s', (key, payload, id) => {
    expect(idOf(key, payload)).toEqual([id])
  })

  it.each([
    ['another key', '{"e":"trade","T":12345,"p":"0.001"'],
    ['a text', '{"e":"trade","t":"12345","p":"0.001"'],
    ['a fraction', '{"e":"trade","t":12345.5,"p":"0.001"'],
    ['an exponent', '{"e":"trade","t":1e5,"p":"0.001"'],
    ['a negative number', '{"e":"trade","t":-1,"p":"0.001"'],
    ['more digits than a safe integer has', '{"e":"trade","t":1234567890123456,"p":"0.001"'],
    ['the end of the frame', '{"e":"trade","t":12345'],
    ['blanks', '{"e":"trade","t": 12345,"p":"0.001"'],
    ['a quoted key within a text', String.raw`{"s":"a,\"t\":5,","p":"0.001"`],
    ['an escaped key', String.raw`{"e":"trade","\u0074":12345,"p":"0.001"`],
    ['an object', '{"x":{"t":5,"y":1},"p":"0.001"'],
    ['an object after an element', '{"x":{"y":1,"t":5,"z":2},"p":"0.001"'],
    ['a list', '{"x":[1,{"t":5,"y":1}],"p":"0.001"'],
  ])('is not found in %s', (_title, payload) => {
    // Neither by search, nor where that of the last frame was.
    const at = payload.search(/"t":/)
    const known = `{"a":"${'x'.repeat(Math.max(0, at - 8))}","t":1,"p":"0.001"`
    expect(idOf('t', payload)).toEqual([undefined])
    expect(idOf('t', known, payload)[1]).toBeUndefined()
  })

  it('is not that of the envelope', () => {
    const frames = ['{"stream":"btcusdt@trade","t":5,"data":{"e":1}}', `${NAME}","meta":{"t":5,"e":1}}`]
    for (const frame of frames) expect(idsOf(['t'], frame)).toEqual([undefined])
    for (const frame of frames) expect(idsOf(['t'], frameOf('{"t":1,"e":1'), frame)[1]).toBeUndefined()
  })

  it('is found wherever it moves', () => {
    const payload = (symbol: string, id: number): string => `{"s":"${symbol}","t":${id},"p":"1"`
    expect(idOf('t', payload('A', 9), payload('A', 10), payload('LONGER', 11), payload('B', 12))).toEqual([
      9, 10, 11, 12,
    ])
  })

  it('is not read beyond the end of a frame', () => {
    expect(idOf('t', '{"s":"LONG","t":12,"p":"1"', '{"s":""')).toEqual([12, undefined])
    const frames = [frameOf('{"t":123,"p":"1"'), `${NAME}${LEAD}{"t":123`, `${NAME}${LEAD}{"t`, NAME]
    expect(idsOf(['t'], ...frames)).toEqual([[123, 123], undefined, undefined, undefined])
  })
})

describe('the first and the last id of a frame', () => {
  it('are those of both keys', () => {
    const payloads = [
      '{"e":"depthUpdate","U":157,"u":160,"b":[]',
      '{"e":"depthUpdate","U":1000,"u":1000,"b":[]',
    ]
    expect(idsOf(['U', 'u'], ...payloads.map(frameOf))).toEqual([
      [157, 160],
      [1000, 1000],
    ])
  })

  it.each([
    ['between', '{"U":157,"E":1,"u":160,"b":[]'],
    ['in another order', '{"u":160,"U":157,"b":[]'],
    ['as a text', '{"U":157,"u":"160","b":[]'],
    ['that is missing', '{"U":157,"b":[]'],
    ['at the end', '{"U":157,"u":160'],
  ])('are not found with a key %s', (_title, payload) => {
    expect(idsOf(['U', 'u'], frameOf(payload))).toEqual([undefined])
  })
})

it.each([
  ['trade', trade.sample, { kind: 'trade', symbol: 'BNBBTC' }],
  ['aggTrade', aggTrade.sample, { kind: 'aggTrade', symbol: 'BNBBTC' }],
  ['blockTrade', blockTrade.sample, { kind: 'blockTrade', symbol: 'BNBBTC' }],
  ['bookTicker', bookTicker.sample, { kind: 'bookTicker', symbol: 'BNBBTC' }],
  ['depthDiff', depthDiff.sample, { kind: 'depthDiff', symbol: 'BNBBTC', speed: 100 }],
] as const)('the documented frame of %s shows the ids that are decoded', (kind, sample, channel) => {
  const text = `{"stream":"${spot.streamName(channel)}","data":${JSON.stringify(JSON.parse(sample))}}`
  const { decoder, decode } = decoding<MarketEvent<unknown>>(sink =>
    decoderFactory(spotChannels, Number, 'compiled')(channel, sink),
  )
  const frame = new Frame()
  frame.load(text)
  const [event] = decode(text).events
  expect(event).toBeDefined()
  expect(decoder.peekIds(frame)).toMatchObject(ruleOf(kind).idsOf?.(event as MarketEvent<unknown>) ?? {})
})
