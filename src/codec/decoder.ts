/**
 * io-ts codec to decoder: one frame in, one event or one small error out. There are two ways through it: the fast one, for frames
 * written exactly as documented, and the slow one, whose answer is the truth.
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Type } from 'io-ts'
import type { Channel } from '../model/channel.js'
import { DecodeError } from '../model/errors.js'
import { canCompile, compile } from './compile.js'
import { type Converted, converter } from './convert.js'
import type { Numeric } from './decimal.js'
import type { Frame } from './frame.js'
import { decodeError, sample } from './decode-error.js'
import { interpret } from './interpret.js'
import { programOf, type Wrapping } from './program.js'
import type { ToEvent } from './read.js'

/** Reads the frames of one channel. Neither way throws. */
export interface Decoder<E> {
  /**
   * The event of a frame that is written exactly as documented, `undefined` for any other, which is for {@link decode} then. To be
   * asked only of frames that are known to begin as the channel's do, up to the name of the stream.
   */
  readonly fast: (frame: Frame, receivedAt: number) => E | undefined
  /** The event of a frame, or what is wrong with it: JSON.parse, then io-ts. */
  readonly decode: (frame: string, receivedAt: number) => Either<DecodeError, E>
}

export interface DecodersConfig<C extends Channel, W, N, E> {
  /** What the payload must be. A pure codec: it checks and does not convert. */
  readonly codec: Type<W, W>
  /** The payload's key in the frame. */
  readonly payloadKey: string
  /** What stands around the payload where a frame is written as documented, and at which place of it. */
  readonly wrapping: Wrapping
  readonly payloadAt: (channel: C) => number
  readonly toEvent: ToEvent<Converted<W, N>, C, E>
  /** What a decimal becomes. */
  readonly numeric: Numeric<N>
  /** Whether the fast way may be compiled, where the platform allows it. */
  readonly compiled: boolean
}

/** Makes the decoders of all channels of one kind; what can be shared among them is made once. */
export function decoders<C extends Channel, W, N, E>(config: DecodersConfig<C, W, N, E>) {
  const { codec, wrapping, payloadAt, numeric, toEvent, compiled } = config
  const decode = slow(config)
  const program = programOf(codec, wrapping)
  if (program === undefined)
    return (channel: C): Decoder<E> => ({ fast: () => undefined, decode: decode(channel) })
  const read = (compiled && canCompile() ? compile : interpret)(program, numeric, toEvent)
  return (channel: C): Decoder<E> => {
    const memo = Array.from({ length: program.values }, () => '')
    const reader = { channel, at: payloadAt(channel), memo }
    return {
      fast(frame, receivedAt) {
        try {
          return read(frame, reader, receivedAt)
        } catch {
          // Only a user's `numeric` can throw here, and `decode` tells of that.
          return undefined
        }
      },
      decode: decode(channel),
    }
  }
}

function slow<C extends Channel, W, N, E>(config: DecodersConfig<C, W, N, E>) {
  const { codec, payloadKey, numeric, toEvent } = config
  const convert = converter<W, N>(codec, numeric)
  return (channel: C): Decoder<E>['decode'] =>
    (frame, receivedAt) => {
      let payload: unknown
      try {
        payload = (JSON.parse(frame) as Record<string, unknown>)[payloadKey]
      } catch (cause) {
        return left(new DecodeError(channel, '', 'JSON', sample(frame), { cause }))
      }
      const checked = codec.decode(payload)
      if (checked._tag === 'Left') return left(decodeError(channel, payloadKey, checked.left))
      try {
        return right(toEvent(convert(checked.right), receivedAt, channel))
      } catch (cause) {
        // Only a user's `numeric` can throw here: the payload has been checked.
        return left(
          new DecodeError(channel, payloadKey, 'decimals that `numeric` accepts', sample(payload), { cause }),
        )
      }
    }
}
