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
import type { Read, Reader, ToEvent } from './read.js'

/** Reads the frames of one channel. Neither way throws. */
export interface Decoder<E> {
  /**
   * The event of a frame that is written exactly as documented, `undefined` for any other, which is for {@link decode} then. To be
   * asked only of frames that are known to begin as the channel's do, up to the name of the stream.
   */
  fast(frame: Frame, receivedAt: number): E | undefined
  /** The event of a frame, or what is wrong with it: JSON.parse, then io-ts. */
  decode(frame: string, receivedAt: number): Either<DecodeError, E>
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
export function decoders<C extends Channel, W, N, E>(
  config: DecodersConfig<C, W, N, E>,
): (channel: C) => Decoder<E> {
  const { codec, wrapping, payloadAt, numeric, toEvent, compiled } = config
  const program = programOf(codec, wrapping)
  const make = compiled && canCompile() ? compile : interpret
  const read: Read<C, E> = program === undefined ? () => undefined : make(program, numeric, toEvent)
  const decode = slow(config)
  const texts = program?.texts ?? 0
  return channel => new ChannelDecoder(channel, payloadAt(channel), texts, read, decode)
}

/** A class, as one object a channel is less to fetch from memory than closures would be, where there are a thousand channels. */
class ChannelDecoder<C, E> implements Decoder<E>, Reader<C> {
  readonly memo: string[]

  readonly #read: Read<C, E>
  readonly #readSlowly: SlowRead<C, E>

  constructor(
    readonly channel: C,
    readonly at: number,
    texts: number,
    read: Read<C, E>,
    readSlowly: SlowRead<C, E>,
  ) {
    this.#read = read
    this.#readSlowly = readSlowly

    this.memo = Array.from({ length: texts }, () => '')
  }

  fast(frame: Frame, receivedAt: number): E | undefined {
    try {
      return this.#read(frame, this, receivedAt)
    } catch {
      // Only a user's `numeric` can throw here, and `decode` tells of that.
      return undefined
    }
  }

  decode(frame: string, receivedAt: number): Either<DecodeError, E> {
    return this.#readSlowly(frame, receivedAt, this.channel)
  }
}

type SlowRead<C, E> = (frame: string, receivedAt: number, channel: C) => Either<DecodeError, E>

function slow<C extends Channel, W, N, E>(config: DecodersConfig<C, W, N, E>): SlowRead<C, E> {
  const { codec, payloadKey, numeric, toEvent } = config
  const convert = converter<W, N>(codec, numeric)
  return (frame, receivedAt, channel) => {
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
