/**
 * Builds decode errors. They are small and hold on to nothing of the frame, unlike io-ts's own,
 * which hold all of it.
 */
import type { Any, ContextEntry, Errors } from 'io-ts'
import type { Channel } from '../model/channel.js'
import { DecodeError } from '../model/errors/frame-errors.js'
import type { Query } from '../model/query.js'
import { printValue } from '../validation/print-value.js'
import { ConversionError } from './convert.js'
import { asTagged } from './types/tagged.js'

/**
 * The error of a payload that io-ts rejected. Reports the first error; `root` is the payload's
 * place in its frame or answer.
 */
export function decodeError(
  channel: Channel | undefined,
  root: string,
  errors: Errors,
  query?: Query,
): DecodeError {
  const entries = pathEntries(errors[0]?.context ?? [])
  const path = [root, ...entries.map(entry => entry.key)].filter(key => key !== '').join('.')
  const last = entries.at(-1)
  return new DecodeError(channel, path, last?.type.name ?? 'another value', sample(last?.actual), { query })
}

/** The error of a checked payload with a decimal that `numeric` did not accept. */
export function conversionError(
  channel: Channel | undefined,
  path: string,
  error: unknown,
  query?: Query,
): DecodeError {
  const [text, cause] = error instanceof ConversionError ? [error.text, error.cause] : [undefined, error]
  return new DecodeError(channel, path, 'decimals that `numeric` accepts', sample(text), { cause, query })
}

/** A value as JSON, short. */
export function sample(value: unknown): string {
  return value === undefined ? 'nothing' : printValue(value, { quoteKeys: true })
}

/** Without the entries below a union, which are its members and no places in the payload. */
function pathEntries(context: readonly ContextEntry[]): readonly ContextEntry[] {
  const union = context.findIndex(({ type }) => asTagged(type as Any)._tag === 'UnionType')
  return union < 0 ? context : context.slice(0, union + 1)
}
