/** io-ts codec to decoder: one frame in, one event or one small error out. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Type } from 'io-ts'
import type { Channel } from '../model/channel.js'
import { DecodeError } from '../model/errors.js'
import { decodeError, sample } from './decode-error.js'

export interface DecoderConfig<W, E> {
  readonly channel: Channel
  /** What the payload must be. A pure codec: it checks and does not convert. */
  readonly codec: Type<W, W>
  /** The payload's key in the frame. */
  readonly payloadKey: string
  /** Payload to event; may throw, as a user's `numeric` may. */
  readonly toEvent: (payload: W, receivedAt: number) => E
}

/** A decoder that parses the frame, checks its payload, and converts it. Never throws. */
export function decoder<W, E>(config: DecoderConfig<W, E>) {
  const { channel, codec, payloadKey, toEvent } = config
  return (frame: string, receivedAt: number): Either<DecodeError, E> => {
    let payload: unknown
    try {
      payload = (JSON.parse(frame) as Record<string, unknown>)[payloadKey]
    } catch (cause) {
      return left(new DecodeError(channel, '', 'JSON', sample(frame), { cause }))
    }
    const checked = codec.decode(payload)
    if (checked._tag === 'Left') return left(decodeError(channel, payloadKey, checked.left))
    try {
      return right(toEvent(checked.right, receivedAt))
    } catch (cause) {
      // Only a user's `numeric` can throw here: the payload has been checked.
      return left(
        new DecodeError(channel, payloadKey, 'decimals that `numeric` accepts', sample(payload), { cause }),
      )
    }
  }
}
