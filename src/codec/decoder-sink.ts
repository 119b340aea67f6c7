/** Where a decoder's results go. */
import type { DecodeError } from '../model/errors/frame-errors.js'

/** What decoding a frame yields. One frame may yield several events and several errors. */
export interface DecoderSink<E> {
  event(event: E): void
  error(error: DecodeError): void
}
