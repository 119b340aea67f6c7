/**
 * A list of independent elements loses its invalid ones only; a list of levels is all or nothing.
 */
import type { Channel, MarketEvent } from '../../src/index.js'
import { decoderFactory } from '../../src/venues/binance/channel-kind.js'
import { sample as rollingTickers } from '../../src/venues/binance/channels/all-rolling-tickers.js'
import { sample as miniTickers } from '../../src/venues/binance/channels/all-mini-tickers.js'
import * as spotChannels from '../../src/venues/binance/spot-channels.js'
import { spot } from '../../src/venues/binance/spot.js'
import { type Decoding, decoding } from './decode.js'

const decoderOf = (channel: Channel, numeric: (text: string) => number = Number): Decoding<MarketEvent> =>
  decoding(sink => decoderFactory(spotChannels, numeric, 'compiled')(channel, sink))

const frame = (channel: Channel, data: unknown): string =>
  JSON.stringify({ stream: spot.streamName(channel), data })

describe.each([
  ['allMiniTickers', { kind: 'allMiniTickers' }, miniTickers],
  ['allRollingTickers', { kind: 'allRollingTickers', window: '1h' }, rollingTickers],
] as const)('%s', (_, channel, sample) => {
  const [ticker] = JSON.parse(sample) as [object]
  const of = (symbol: string, changes: object = {}): object => ({ ...ticker, s: symbol, ...changes })

  it('delivers valid elements together, a DecodeError per invalid one', () => {
    const { decode } = decoderOf(channel)
    const { events, errors } = decode(
      frame(channel, [of('A'), of('B', { c: null }), of('C'), 17, null, of('D', { E: '1' }), of('F')]),
    )
    expect(events).toEqual([
      expect.objectContaining({
        type: channel.kind,
        tickers: ['A', 'C', 'F'].map(symbol => expect.objectContaining({ symbol }) as unknown),
      }),
    ])
    expect(errors.map(({ path, sample }) => [path, sample])).toEqual([
      ['data.1.c', 'null'],
      ['data.3', '17'],
      ['data.4', 'null'],
      ['data.5.E', '"1"'],
    ])
    expect(errors.every(error => error.channel === channel)).toBe(true)
  })

  it('reports an invalid only element, and emits no empty list', () => {
    const { events, errors } = decoderOf(channel).decode(frame(channel, [of('A', { c: null })]))
    expect(events).toEqual([])
    expect(errors).toEqual([expect.objectContaining({ path: 'data.0.c', sample: 'null' })])
  })

  it('emits an empty list that the exchange sent', () => {
    const { events, errors } = decoderOf(channel).decode(frame(channel, []))
    expect(events).toEqual([expect.objectContaining({ tickers: [] })])
    expect(errors).toEqual([])
  })

  it('loses only the elements whose decimals `numeric` rejects', () => {
    const { decode } = decoderOf(channel, text => {
      if (text === '666') throw new RangeError('no')
      return Number(text)
    })
    const { events, errors } = decode(frame(channel, [of('A'), of('B', { c: '666' })]))
    expect(events).toEqual([expect.objectContaining({ tickers: [expect.objectContaining({ symbol: 'A' })] })])
    expect(errors).toEqual([expect.objectContaining({ path: 'data.1', sample: '"666"' })])
  })

  it('reports at most 5,000 elements, and that it skipped others', () => {
    const { events, errors } = decoderOf(channel).decode(
      frame(channel, [of('A'), ...Array.from({ length: 6_000 }, () => 1), of('B')]),
    )
    expect(events).toEqual([expect.objectContaining({ tickers: [expect.objectContaining({ symbol: 'A' })] })])
    expect(errors.length).toBe(5_001)
    expect(errors.at(-1)).toMatchObject({ path: 'data', sample: '6002 elements' })
  })

  it('rejects a payload that is not a list', () => {
    const { events, errors } = decoderOf(channel).decode(frame(channel, of('A')))
    expect(events).toEqual([])
    expect(errors).toEqual([expect.objectContaining({ path: 'data', expected: 'a list' })])
  })
})

describe('a side of an order book', () => {
  const channel: Channel = { kind: 'depth', symbol: 'BTCUSDT', levels: 5, speed: 1000 }

  it.each([
    ['a level without quantity', ['3'], 'data.bids.1.1', 'nothing'],
    ['a null price', [null, '1'], 'data.bids.1.0', 'null'],
    ['a level that is null', null, 'data.bids.1', 'null'],
  ])('with %s makes the whole frame a DecodeError', (_, level, path, sample) => {
    const bids = [['1', '1'], level, ['2', '2']]
    const { events, errors } = decoderOf(channel).decode(frame(channel, { lastUpdateId: 1, bids, asks: [] }))
    expect(events).toEqual([])
    expect(errors).toEqual([expect.objectContaining({ path, sample })])
  })

  it('accepts further elements of a level', () => {
    const bids = [['1', '2', []]]
    const { events, errors } = decoderOf(channel).decode(frame(channel, { lastUpdateId: 1, bids, asks: [] }))
    expect(errors).toEqual([])
    expect(events).toEqual([expect.objectContaining({ bids: [[1, 2]] })])
  })
})
