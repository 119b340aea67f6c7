/**
 * Checks of the fields of faults: one per field, so that a schedule in JSON is checked as strictly
 * as TypeScript checks code.
 */
import { isInteger } from '../../../validation/check.js'
import { MAX_DELAY } from '../../../validation/limits.js'
import { encodeUtf8 } from '../../../validation/utf8.js'

/** A check of one field. */
export interface Field<T> {
  /** Completes the sentence "must be …". */
  readonly expected: string
  readonly accepts: (value: unknown) => value is T
}

/** A field that may be omitted. */
export interface OptionalField<T> extends Field<T> {
  readonly isOptional: true
}

/**
 * A check for every field of `F` but `fault`: exactly the fields that TypeScript knows as optional
 * may be omitted.
 */
export type Fields<F> = {
  readonly [K in Exclude<keyof F, 'fault'>]-?: object extends Pick<F, K> ? OptionalField<F[K]> : Field<F[K]>
}

export function optional<T>({ expected, accepts }: Field<T>): OptionalField<T> {
  return { expected, accepts, isOptional: true }
}

function field<T>(expected: string, accepts: (value: unknown) => boolean): Field<T> {
  return { expected, accepts: accepts as Field<T>['accepts'] }
}

export function integer(min = 0, max = Number.MAX_SAFE_INTEGER): Field<number> {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
  return field(`an integer ${range}`, value => isInteger(value, min, max))
}

/** The number of applications. Code may give Infinity, which JSON does not have. */
export const count: OptionalField<number> = optional(
  field(
    'an integer of at least 1',
    value => value === Infinity || isInteger(value, 1, Number.MAX_SAFE_INTEGER),
  ),
)

export const milliseconds: Field<number> = field(
  `a number of milliseconds from 0 to ${MAX_DELAY}`,
  value => typeof value === 'number' && value >= 0 && value <= MAX_DELAY,
)

/** The time between repetitions. */
export const period: OptionalField<number> = optional(
  field(
    `a number of milliseconds above 0, up to ${MAX_DELAY}`,
    value => typeof value === 'number' && value > 0 && value <= MAX_DELAY,
  ),
)

/** The duration of a fault. */
export const duration: OptionalField<number> = optional(milliseconds)

export const anyInteger: Field<number> = field('an integer', value => Number.isSafeInteger(value))

export const anyBoolean: Field<boolean> = field('true or false', value => typeof value === 'boolean')

export const positive: Field<number> = field(
  'a number above 0',
  value => typeof value === 'number' && value > 0 && value < Infinity,
)

export const fraction: Field<number> = field(
  'a number from 0 to below 1',
  value => typeof value === 'number' && value >= 0 && value < 1,
)

export const anyString: Field<string> = field('a string', value => typeof value === 'string')

export const nonEmptyString: Field<string> = field(
  'a string that is not empty',
  value => typeof value === 'string' && value !== '',
)

export const anyValue: Field<unknown> = field('a value', value => value !== undefined)

/** RFC 6455, 7.4: the codes that may be sent. */
export const closeCode: Field<number> = field(
  'a code that a close frame can carry (1000 to 1003, 1007 to 1014, or 3000 to 4999; for 1006 there is reset)',
  value => isInteger(value, 1000, 1003) || isInteger(value, 1007, 1014) || isInteger(value, 3000, 4999),
)

/** RFC 6455, 5.5: a control frame has at most 125 bytes, two of them for the code. */
export const closeReason: Field<string> = field(
  'a string of at most 123 bytes',
  value => typeof value === 'string' && encodeUtf8(value).length <= 123,
)

export const connection: OptionalField<number | 'oldest' | 'newest'> = optional(
  field(
    "a connection's id, 'oldest' or 'newest'",
    value => value === 'oldest' || value === 'newest' || isInteger(value, 1, Number.MAX_SAFE_INTEGER),
  ),
)

/** An HTTP status of a failure. */
export const failureStatus: Field<number> = integer(400, 599)
