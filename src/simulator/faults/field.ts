/** What the fields of a fault must be: one check a field, so that a schedule that comes as data is read as strictly as TypeScript reads code. */

/** A check of one field. */
export interface Field<T> {
  /** Ends the sentence "must be …". */
  readonly expected: string
  readonly accepts: (value: unknown) => value is T
}

/** A field that may be left out. */
export interface OptionalField<T> extends Field<T> {
  readonly isOptional: true
}

/** A check for every field of `F` but its tag: what TypeScript knows as optional may be left out, and nothing else. */
export type Fields<F> = {
  readonly [K in Exclude<keyof F, 'fault'>]-?: object extends Pick<F, K> ? OptionalField<F[K]> : Field<F[K]>
}

export function optional<T>({ expected, accepts }: Field<T>): OptionalField<T> {
  return { expected, accepts, isOptional: true }
}

function field<T>(expected: string, accepts: (value: unknown) => boolean): Field<T> {
  return { expected, accepts: accepts as Field<T>['accepts'] }
}

/** A whole number of at least `least`. */
export function whole(least = 0, most = Number.MAX_SAFE_INTEGER): Field<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
  return field(
    `a whole number ${range}`,
    value => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  )
}

/** How often: JSON has no Infinity, but code has. */
export const count: OptionalField<number> = optional(
  field(
    'a whole number of at least 1',
    value => value === Infinity || (Number.isSafeInteger(value) && Number(value) >= 1),
  ),
)

/** What a timer can wait at most: beyond, Node's fire at once. Source: Node.js, setTimeout. */
const LONGEST = 2 ** 31 - 1

export const milliseconds: Field<number> = field(
  `a number of milliseconds from 0 to ${LONGEST}`,
  value => typeof value === 'number' && value >= 0 && value <= LONGEST,
)

/** Between one time and the next. */
export const period: OptionalField<number> = optional(
  field(
    `a number of milliseconds above 0, up to ${LONGEST}`,
    value => typeof value === 'number' && value > 0 && value <= LONGEST,
  ),
)

/** How long a fault lasts. */
export const duration: OptionalField<number> = optional(milliseconds)

export const anyWhole: Field<number> = field('a whole number', value => Number.isSafeInteger(value))

export const above0: Field<number> = field(
  'a number above 0',
  value => typeof value === 'number' && value > 0 && value < Infinity,
)

export const fraction: Field<number> = field(
  'a number from 0 up to, but not with, 1',
  value => typeof value === 'number' && value >= 0 && value < 1,
)

export const anyText: Field<string> = field('a text', value => typeof value === 'string')

/** A text with something in it. */
export const text: Field<string> = field(
  'a text that is not empty',
  value => typeof value === 'string' && value !== '',
)

export const anything: Field<unknown> = field('a value', value => value !== undefined)

/** RFC 6455, 7.4: the codes that may be sent. */
export const closeCode: Field<number> = field(
  'a code that a close frame can carry (1000 to 1003, 1007 to 1014, or 3000 to 4999; for 1006 there is reset)',
  value => {
    const code = Number(value)
    return (
      Number.isInteger(value) &&
      ((code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999))
    )
  },
)

/** RFC 6455, 5.5: a control frame has at most 125 bytes, two of which are the code. */
export const closeReason: Field<string> = field(
  'a text of at most 123 bytes',
  value => typeof value === 'string' && new TextEncoder().encode(value).length <= 123,
)

export const connection: OptionalField<number | 'oldest' | 'newest'> = optional(
  field(
    "a connection's id, 'oldest' or 'newest'",
    value => value === 'oldest' || value === 'newest' || (Number.isSafeInteger(value) && Number(value) >= 1),
  ),
)

/** An HTTP status that tells of failure. */
export const failureStatus: Field<number> = whole(400, 599)
