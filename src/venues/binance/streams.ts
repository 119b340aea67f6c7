/** Each kind of channel as Binance has it: its stream name, its payload, its event. */
import type { Type } from 'io-ts'
import { decoder } from '../../codec/decoder.js'
import type { Channel, ChannelOf, Kind } from '../../model/channel.js'
import type { EventOf } from '../../model/event.js'
import type { Decoder, Numeric } from '../venue.js'
import * as events from './events.js'
import * as wire from './wire.js'

interface Stream<C extends Channel> {
  readonly name: (channel: C) => string
  readonly decoder: <N>(channel: C, numeric: Numeric<N>) => Decoder<EventOf<C['kind'], N>>
}

function stream<K extends Kind, W>(
  name: (channel: ChannelOf<K>) => string,
  codec: Type<W, W>,
  toEvent: events.ToEvent<K, W>,
): Stream<ChannelOf<K>> {
  return {
    name,
    decoder: <N>(channel: ChannelOf<K>, numeric: Numeric<N>) =>
      decoder({
        channel,
        codec,
        payloadKey: 'data',
        toEvent: (payload, receivedAt) => toEvent(payload, receivedAt, numeric, channel),
      }) as Decoder<EventOf<ChannelOf<K>['kind'], N>>,
  }
}

const of =
  (suffix: string) =>
  ({ symbol }: { readonly symbol: string }): string =>
    `${symbol.toLowerCase()}@${suffix}`

const at = (speed: number): string => (speed === 100 ? '@100ms' : '')

const streams: { readonly [K in Kind]: Stream<ChannelOf<K>> } = {
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
const streamOf = <C extends Channel>(channel: C): Stream<C> => streams[channel.kind] as unknown as Stream<C>

export const streamName = <C extends Channel>(channel: C): string => streamOf(channel).name(channel)

export const streamDecoder = <C extends Channel, N>(
  channel: C,
  numeric: Numeric<N>,
): Decoder<EventOf<C['kind'], N>> => streamOf(channel).decoder(channel, numeric)
