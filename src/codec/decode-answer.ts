/** Decodes the answer to a query: JSON.parse, then the io-ts codec, then `numeric`. */
import type { Type } from 'io-ts'
import { DecodeError } from '../model/errors/frame-errors.js'
import type { Query } from '../model/query.js'
import { type Converted, converter } from './convert.js'
import type { Numeric } from './types/decimal.js'
import { conversionError, decodeError } from './decode-error.js'
import { parseJson } from './parse-json.js'

/** The checked body of an answer with its decimals converted. Throws `DecodeError`. */
export function decodeAnswer<W, N>(
  body: string,
  codec: Type<W, W>,
  numeric: Numeric<N>,
  query: Query,
): Converted<W, N> {
  const parsed = parseJson(body, undefined)
  if (parsed._tag === 'Left') {
    const { path, expected, sample, cause } = parsed.left
    throw new DecodeError(undefined, path, expected, sample, { query, cause })
  }
  const checked = codec.decode(parsed.right)
  if (checked._tag === 'Left') throw decodeError(undefined, '', checked.left, query)
  try {
    return converter<W, N>(codec, numeric)(checked.right)
  } catch (cause) {
    // Only `numeric` can throw here, as the body has been checked.
    throw conversionError(undefined, '', cause, query)
  }
}
