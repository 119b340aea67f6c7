/**
 * The contract between an exchange's rules and a feed: its names, payloads, commands, replies and
 * limits.
 */
import type { Numeric } from '../codec/types/decimal.js'
import type { Decoder, DecoderSink } from '../codec/decoder.js'
import type { Frame } from '../codec/frame.js'
import type { Channel } from '../model/channel.js'
import type { DecodeError } from '../model/errors/frame-errors.js'
import type { EventOf, MarketEvent } from '../model/event.js'
import type { TimeUnit } from '../options.js'
import type { SequenceRule } from '../sequence/rule.js'
import type { RestProtocol } from './rest-protocol.js'

/** Creates the decoder of a channel, which decodes into `sink` for as long as it lives. */
export type DecoderFactory<N> = <C extends Channel>(
  channel: C,
  sink: DecoderSink<EventOf<C['kind'], N>>,
) => Decoder

/** Limits of the exchange for one client. */
export interface VenueLimits {
  /** Control messages in one second on one connection, pings and pongs counted. */
  readonly messagesPerSecond: number
  /** Streams on one connection. */
  readonly streamsPerConnection: number
  /** Bytes of one command. */
  readonly maxCommandBytes: number
  /** Connections opened in `connectionWindow` milliseconds. */
  readonly connections: number
  readonly connectionWindow: number
}

export type CommandMethod = 'SUBSCRIBE' | 'UNSUBSCRIBE' | 'LIST_SUBSCRIPTIONS'

/**
 * The meaning of a frame without a stream's name. Its texts are short and without control
 * characters.
 */
export type Reply =
  | { readonly type: 'ack'; readonly id: number }
  /**
   * Without names that no stream of ours can have: overlong ones, and those with control
   * characters.
   */
  | { readonly type: 'list'; readonly id: number; readonly streams: readonly string[] }
  | {
      readonly type: 'rejection'
      readonly id: number | undefined
      readonly reason: number
      readonly detail: string
      /**
       * Whether the same command may succeed later: too many requests, an overloaded or restarting
       * server.
       */
      readonly isTemporary: boolean
    }
  | { readonly type: 'shutdown' }
  /**
   * A frame of a stream with a name that is not plain ASCII, or with keys in an undocumented order.
   */
  | { readonly type: 'event'; readonly stream: string }
  | { readonly type: 'unknown'; readonly error: DecodeError }

export interface Venue {
  /** The exchange's own address. */
  readonly url: string
  readonly limits: VenueLimits
  readonly rest: RestProtocol
  /** Returns the address to connect to, from the given address. Throws `InvalidOptionError`. */
  endpoint(url: string, timeUnit: TimeUnit): string
  /**
   * The wire name of a channel, such as `btcusdt@kline_1m`; channels with the same name share a
   * stream.
   */
  streamName(channel: Channel): string
  /** Whether a channel's stream sends at intervals even in a quiet market. */
  isPeriodic(channel: Channel): boolean
  /** The order of a channel's events. */
  sequence(channel: Channel): SequenceRule<MarketEvent<unknown>>
  /**
   * Returns the factory of decoders that convert decimals with `numeric`. The shared parts of a
   * kind's channels are built once.
   *
   * @param compiled whether code may be generated for them, where the platform allows it
   */
  decoders<N>(numeric: Numeric<N>, compiled: boolean): DecoderFactory<N>
  /** The position of its stream's name in a frame with an event. */
  readonly streamNameStart: number
  /**
   * Finds where the name of its stream ends, without parsing the frame; returns -1 where
   * {@link parseReply} is needed.
   */
  findStreamNameEnd(frame: Frame): number
  /** Reads a frame in which {@link findStreamNameEnd} found no name. Never throws. */
  parseReply(frame: string): Reply
  formatCommand(method: CommandMethod, id: number, streams: readonly string[]): string
}
