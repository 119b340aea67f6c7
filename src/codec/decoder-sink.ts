/** Receives a decoder's results. */
import type { DecodeError } from '../model/errors/frame-errors.js'

/** The result of decoding a frame. One frame may yield several events and several errors. */
export interface DecoderSink<E> {
  event(event: E): void
  error(error: DecodeError): void
}
