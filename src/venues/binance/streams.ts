/** Each kind of channel as Binance has it: its stream name, its payload, its event. */
import type { Type } from 'io-ts'
import type { Numeric } from '../../codec/decimal.js'
import { type Decoder, decoders } from '../../codec/decoder.js'
import type { Channel, ChannelOf, Kind } from '../../model/channel.js'
import type { EventOf } from '../../model/event.js'
import type { DecoderOf } from '../venue.js'
import * as events from './events.js'
import { nameAt, PAYLOAD } from './protocol.js'
import * as wire from './wire.js'

interface Stream<K extends Kind> {
  readonly name: (channel: ChannelOf<K>) => string
  readonly decoders: <N>(
    numeric: Numeric<N>,
    compiled: boolean,
  ) => (channel: ChannelOf<K>) => Decoder<EventOf<K, N>>
}

function stream<K extends Kind, W>(
  name: Stream<K>['name'],
  codec: Type<W, W>,
  toEvent: events.ToEvent<K, W>,
): Stream<K> {
  return {
    name,
    decoders: <N>(numeric: Numeric<N>, compiled: boolean) =>
      decoders<ChannelOf<K>, W, N, EventOf<K, N>>({
        codec,
        ...PAYLOAD,
        payloadAt: channel => nameAt + name(channel).length,
        toEvent,
        numeric,
        compiled,
      }),
  }
}

const of =
  (suffix: string) =>
  ({ symbol }: { readonly symbol: string }): string =>
    `${symbol.toLowerCase()}@${suffix}`

const at = (speed: number): string => (speed === 100 ? '@100ms' : '')

const streams: { readonly [K in Kind]: Stream<K> } = {
  ticker: stream(of('ticker'), wire.Ticker, events.ticker),
  miniTicker: stream(of('miniTicker'), wire.MiniTicker, events.miniTicker),
  rollingTicker: stream(c => of(`ticker_${c.window}`)(c), wire.RollingTicker, events.rollingTicker),
  trade: stream(of('trade'), wire.Trade, events.trade),
  aggTrade: stream(of('aggTrade'), wire.AggTrade, events.aggTrade),
  blockTrade: stream(of('blockTrade'), wire.BlockTrade, events.blockTrade),
  kline: stream(
    c => of(`kline_${c.freq}${c.timeZone === '+08:00' ? '@+08:00' : ''}`)(c),
    wire.Kline,
    events.kline,
  ),
  bookTicker: stream(of('bookTicker'), wire.BookTicker, events.bookTicker),
  avgPrice: stream(of('avgPrice'), wire.AvgPrice, events.avgPrice),
  referencePrice: stream(of('referencePrice'), wire.ReferencePrice, events.referencePrice),
  depth: stream(c => of(`depth${c.levels}${at(c.speed)}`)(c), wire.Depth, events.depth),
  depthDiff: stream(c => of(`depth${at(c.speed)}`)(c), wire.DepthDiff, events.depthDiff),
  allMiniTickers: stream(() => '!miniTicker@arr', wire.MiniTickers, events.allMiniTickers),
  allRollingTickers: stream(c => `!ticker_${c.window}@arr`, wire.RollingTickers, events.allRollingTickers),
}

// TypeScript cannot see that the entry found by a channel's own kind takes that channel.
const streamOf = (channel: Channel): Stream<Kind> => streams[channel.kind] as unknown as Stream<Kind>

export const streamName = (channel: Channel): string => streamOf(channel).name(channel)

export function streamDecoders<N>(numeric: Numeric<N>, compiled: boolean): DecoderOf<N> {
  const made = new Map<Kind, (channel: Channel) => Decoder<EventOf<Kind, N>>>()
  return <C extends Channel>(channel: C) => {
    let make = made.get(channel.kind)
    if (make === undefined) {
      make = streamOf(channel).decoders(numeric, compiled)
      made.set(channel.kind, make)
    }
    return make(channel) as Decoder<EventOf<C['kind'], N>>
  }
}
