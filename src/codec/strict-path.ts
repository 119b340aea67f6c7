/**
 * The strict path of a decoder: JSON.parse, then the io-ts codec. It accepts any notation and
 * explains what is wrong with a frame.
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Any, Type } from 'io-ts'
import type { Channel } from '../model/channel.js'
import { DecodeError } from '../model/errors/frame-errors.js'
import { printValue } from '../validation/print-value.js'
import { type Converted, converter } from './convert.js'
import type { Numeric } from './types/decimal.js'
import { conversionError, decodeError, sample } from './decode-error.js'
import type { DecoderSink } from './decoder-sink.js'
import type { Envelope } from './envelope.js'
import { parseJson } from './parse-json.js'
import { asTagged } from './types/tagged.js'
import type { ToEvent } from './to-event.js'

export interface StrictPathConfig<C extends Channel, W, N, E> {
  /** The codec of the payload. A pure codec: it checks and does not convert. */
  readonly codec: Type<W, W>
  readonly envelope: Pick<Envelope, 'streamKey' | 'payloadKey'>
  readonly toEvent: ToEvent<Converted<W, N>, C, E>
  /** The conversion of decimals. */
  readonly numeric: Numeric<N>
  /**
   * For a list with independent elements: an invalid element costs that element only. Without it,
   * one invalid element makes the whole frame a `DecodeError`, as an order book must not miss a
   * level.
   */
  readonly skipsInvalidElements?: boolean
}

/** Decodes the text of a frame. Throws only what the sink throws. */
export type StrictPath<C, E> = (
  text: string,
  receivedAt: number,
  stream: string,
  channel: C,
  sink: DecoderSink<E>,
) => void

/** Errors that one frame may yield: more than the exchange has symbols. */
export const MAX_ERRORS_PER_FRAME = 5_000

export function createStrictPath<C extends Channel, W, N, E>(
  config: StrictPathConfig<C, W, N, E>,
): StrictPath<C, E> {
  const { codec, envelope, numeric, toEvent, skipsInvalidElements = false } = config
  const node = asTagged(codec)
  const decodePayload: DecodePayload =
    skipsInvalidElements && node._tag === 'ArrayType'
      ? decodeElements(node.type, numeric)
      : decodeWhole(codec, numeric)
  return (text, receivedAt, stream, channel, sink) => {
    const payload = readPayload(text, envelope, stream, channel)
    if (payload._tag === 'Left') return sink.error(payload.left)
    const { value, errors } = decodePayload(payload.right, envelope.payloadKey, channel)
    if (value !== undefined) sink.event(toEvent(value as Converted<W, N>, receivedAt, channel))
    for (const error of errors) sink.error(error)
  }
}

function readPayload(
  text: string,
  { streamKey, payloadKey }: Pick<Envelope, 'streamKey' | 'payloadKey'>,
  stream: string,
  channel: Channel,
): Either<DecodeError, unknown> {
  const parsed = parseJson(text, channel)
  if (parsed._tag === 'Left') return parsed
  if (typeof parsed.right !== 'object' || parsed.right === null || Array.isArray(parsed.right))
    return left(new DecodeError(channel, '', 'an object', sample(text)))
  const message = parsed.right as Readonly<Record<string, unknown>>
  // A key that occurs twice counts with its last value: the frame may be one of another stream.
  if (message[streamKey] !== stream)
    return left(new DecodeError(channel, streamKey, printValue(stream), sample(message[streamKey])))
  return right(message[payloadKey])
}

/**
 * The checked payload with its decimals converted, `undefined` where nothing of it can be used; and
 * what is wrong with it.
 */
interface Decoded {
  readonly value: unknown
  readonly errors: readonly DecodeError[]
}

type DecodePayload = (payload: unknown, path: string, channel: Channel) => Decoded

function decodeWhole(codec: Any, numeric: Numeric<unknown>): DecodePayload {
  const convert = converter(codec, numeric)
  return (payload, path, channel) => {
    const checked = codec.decode(payload)
    if (checked._tag === 'Left')
      return { value: undefined, errors: [decodeError(channel, path, checked.left)] }
    try {
      return { value: convert(checked.right), errors: [] }
    } catch (cause) {
      // Only `numeric` can throw here, as the payload has been checked.
      return { value: undefined, errors: [conversionError(channel, path, cause)] }
    }
  }
}

function decodeElements(element: Any, numeric: Numeric<unknown>): DecodePayload {
  const decodeElement = decodeWhole(element, numeric)
  return (payload, path, channel) => {
    if (!Array.isArray(payload))
      return { value: undefined, errors: [new DecodeError(channel, path, 'a list', sample(payload))] }
    const values: unknown[] = []
    const errors: DecodeError[] = []
    for (const [index, item] of (payload as unknown[]).entries()) {
      if (errors.length === MAX_ERRORS_PER_FRAME) {
        const expected = `a list with fewer than ${MAX_ERRORS_PER_FRAME} invalid elements; the rest was skipped`
        errors.push(new DecodeError(channel, path, expected, `${payload.length} elements`))
        break
      }
      const decoded = decodeElement(item, `${path}.${index}`, channel)
      if (decoded.value === undefined) errors.push(...decoded.errors)
      else values.push(decoded.value)
    }
    // A list without a valid element is not an empty list: nothing can be concluded from it.
    return { value: values.length > 0 || errors.length === 0 ? values : undefined, errors }
  }
}
