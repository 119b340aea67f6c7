/**
 * Defines one kind of channel as an exchange of Binance's has it. Each file of `channels/` is one.
 */
import type { Type } from 'io-ts'
import type { Converted } from '../../codec/convert.js'
import type { Numeric } from '../../codec/types/decimal.js'
import { createDecoders, type Decoder, type DecoderMode, type DecoderSink } from '../../codec/decoder.js'
import type { IdKeys } from '../../codec/id-peek.js'
import type { Channel, ChannelOf, Kind } from '../../model/channel.js'
import type { EventOf, MarketEvent } from '../../model/event.js'
import type { SequenceRule } from '../../sequence/rule.js'
import type { DecoderFactory } from '../venue.js'
import { envelope } from './protocol.js'

/** The properties of a kind. `W` is its payload. */
export interface ChannelDefinition<K extends Kind, W> {
  /** The wire name of a channel's stream. */
  readonly streamName: (channel: ChannelOf<K>) => string
  /**
   * The payload as documented, its keys in the documented order, which the fast path relies on.
   * Unknown fields are accepted.
   */
  readonly payload: Type<W, W>
  /**
   * For a list: an invalid element costs that element only. Default: one makes the whole frame a
   * `DecodeError`.
   */
  readonly skipsInvalidElements?: boolean
  /**
   * Whether its streams send at intervals even in a quiet market, so that silence means that the
   * stream is not served. @default false
   */
  readonly isPeriodic?: boolean
  /** The order of its events. */
  readonly sequence: SequenceRule<EventOf<K, unknown>>
  /**
   * The keys of an event's ids, where nothing is nested before them, so that they can be read
   * without decoding.
   */
  readonly idKeys?: IdKeys
  /** Makes an event of a checked payload that arrived at `receivedAt` on `channel`. */
  readonly toEvent: <N>(payload: Converted<W, N>, receivedAt: number, channel: ChannelOf<K>) => EventOf<K, N>
}

/** The functions of a kind that a venue needs. */
export interface ChannelKind<K extends Kind> {
  readonly streamName: (channel: ChannelOf<K>) => string
  readonly isPeriodic?: boolean
  readonly sequence: SequenceRule<EventOf<K, unknown>>
  /** Builds what the decoders of the kind have in common. */
  readonly decoders: <N>(
    numeric: Numeric<N>,
    mode: DecoderMode,
  ) => (channel: ChannelOf<K>, sink: DecoderSink<EventOf<K, N>>) => Decoder
}

/** Defines a kind; `_kind` is given for its type, from which the others are inferred. */
export function channelKind<K extends Kind, W>(
  _kind: K,
  definition: ChannelDefinition<K, W>,
): ChannelDefinition<K, W> & ChannelKind<K> {
  const { payload: codec, ...rest } = definition
  return {
    ...definition,
    decoders: <N>(numeric: Numeric<N>, mode: DecoderMode) =>
      createDecoders<ChannelOf<K>, W, N, EventOf<K, N>>({ ...rest, codec, envelope, numeric, mode }),
  }
}

/** The name of a symbol's stream, such as `btcusdt@trade`. */
export const symbolStream = (symbol: string, suffix: string): string => `${symbol.toLowerCase()}@${suffix}`

/** The suffix of streams that exist in two speeds. */
export const speedSuffix = (speed: number): string => (speed === 100 ? '@100ms' : '')

/** The kinds of an exchange. */
export type ChannelKinds = { readonly [K in Kind]: ChannelKind<K> }

export const streamNames =
  (kinds: ChannelKinds) =>
  (channel: Channel): string =>
    kindOf(kinds, channel).streamName(channel)

export const periodicKinds =
  (kinds: ChannelKinds) =>
  ({ kind }: Channel): boolean =>
    kinds[kind].isPeriodic === true

export const sequenceRules =
  (kinds: ChannelKinds) =>
  (channel: Channel): SequenceRule<MarketEvent<unknown>> =>
    kindOf(kinds, channel).sequence

/**
 * Returns the factory of decoders of all kinds. The shared parts of a kind's channels are built
 * once, with the first channel.
 */
export function decoderFactory<N>(
  kinds: ChannelKinds,
  numeric: Numeric<N>,
  mode: DecoderMode,
): DecoderFactory<N> {
  const factories = new Map<Kind, DecoderFactory<N>>()
  return (channel, sink) => {
    let create = factories.get(channel.kind)
    if (create === undefined) {
      create = kindOf(kinds, channel).decoders(numeric, mode)
      factories.set(channel.kind, create)
    }
    return create(channel, sink)
  }
}

// TypeScript cannot see that the kind found by a channel's own name takes that channel.
const kindOf = (kinds: ChannelKinds, channel: Channel): ChannelKind<Kind> =>
  kinds[channel.kind] as unknown as ChannelKind<Kind>
