/** What an exchange says and how: the contract between a venue and the live feed. */
import type { Decoder } from '../codec/decoder.js'
import type { Frame } from '../codec/frame.js'
import type { Numeric } from '../codec/decimal.js'
import type { Channel } from '../model/channel.js'
import type { DecodeError } from '../model/errors.js'
import type { EventOf } from '../model/event.js'
import type { TimeUnit } from '../options.js'

/** Makes the decoder of a channel. */
export type DecoderOf<N> = <C extends Channel>(channel: C) => Decoder<EventOf<C['kind'], N>>

/** What the exchange allows one client. */
export interface VenueLimits {
  /** Control messages in one second on one connection, pings and pongs counted. */
  readonly messagesPerSecond: number
  /** Streams on one connection. */
  readonly streamsPerConnection: number
  /** Bytes of one control message. */
  readonly frameBytes: number
  /** Connections opened in `connectionWindow` milliseconds. */
  readonly connections: number
  readonly connectionWindow: number
}

export type CommandMethod = 'SUBSCRIBE' | 'UNSUBSCRIBE' | 'LIST_SUBSCRIPTIONS'

/** A frame that carries no event. */
export type Reply =
  | { readonly type: 'ack'; readonly id: number }
  | { readonly type: 'list'; readonly id: number; readonly streams: readonly string[] }
  | {
      readonly type: 'rejection'
      readonly id: number | undefined
      readonly reason: number
      readonly detail: string
    }
  | { readonly type: 'shutdown' }
  | { readonly type: 'event'; readonly stream: string }
  | { readonly type: 'unknown'; readonly error: DecodeError }

export interface Venue {
  /** The exchange's own address. */
  readonly url: string
  readonly limits: VenueLimits
  /** Where to connect, given the address of the exchange or of one like it. Throws `InvalidOptionError`. */
  endpoint(url: string, timeUnit: TimeUnit): string
  /** The wire name of a channel, such as `btcusdt@kline_1m`; the same name is the same stream. */
  streamName(channel: Channel): string
  /**
   * Makes decoders whose decimals `numeric` converts. What the channels of a kind have in common is made once.
   * @param compiled whether code may be made of text for them, where the platform allows it
   */
  decoders<N>(numeric: Numeric<N>, compiled: boolean): DecoderOf<N>
  /** Where the name of its stream begins in a frame with an event. */
  readonly nameAt: number
  /** Where the name of its stream ends, found without parsing the frame; -1 when it is no plain event frame. */
  peek(frame: Frame): number
  /** Reads a frame that `peek` could not tell. Never throws. */
  reply(frame: string): Reply
  /** The text of a command. */
  command(method: CommandMethod, id: number, streams: readonly string[]): string
}
