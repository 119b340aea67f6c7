/** Decodes a frame and collects what it yields. */
import type { Decoder, DecoderSink } from '../../src/codec/decoder.js'
import { Frame, type FrameData } from '../../src/codec/frame.js'
import type { DecodeError } from '../../src/index.js'

export interface Decoded<E> {
  readonly events: readonly E[]
  readonly errors: readonly DecodeError[]
}

export interface Decoding<E> {
  readonly decoder: Decoder
  readonly decode: (data: FrameData) => Decoded<E>
  /** The same, and whether the fast path read the frame. */
  readonly decodeFast: (data: FrameData) => Decoded<E> & { readonly isFast: boolean }
}

/** `create` makes the decoder. Frames are received at 7. */
export function decoding<E>(create: (sink: DecoderSink<E>) => Decoder): Decoding<E> {
  const frame = new Frame()
  let events: E[] = []
  let errors: DecodeError[] = []
  const decoder = create({ event: event => events.push(event), error: error => errors.push(error) })
  const decode = (data: FrameData): Decoded<E> => {
    events = []
    errors = []
    frame.load(data)
    decoder.decode(frame, 7)
    return { events, errors }
  }
  return {
    decoder,
    decode,
    decodeFast: data => {
      const before = decoder.fallbacks
      const decoded = decode(data)
      return { ...decoded, isFast: decoder.fallbacks === before }
    },
  }
}
