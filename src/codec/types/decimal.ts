/** Decimals as exchanges write them: text that no double has rounded. */
import * as t from 'io-ts'

declare const isDecimal: unique symbol

/** The text of a decimal number, such as `"0.00250000"`, checked. */
export type DecimalText = string & { readonly [isDecimal]: true }

/**
 * Converts a decimal, given the exchange's own text, such as `"0.00250000"`. Must be pure: it may
 * be called twice for one decimal.
 */
export type Numeric<N> = (text: string) => N

/**
 * Whether decimals become doubles, read from the bytes themselves; other types are made from the
 * text.
 */
export const isDouble = (numeric: Numeric<unknown>): boolean => numeric === Number

/** Maximum characters of a decimal: few enough for any conversion, even one with quadratic cost. */
export const MAX_DECIMAL_LENGTH = 1_000

const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/

const isDecimalText = (input: unknown): input is DecimalText =>
  typeof input === 'string' && input.length <= MAX_DECIMAL_LENGTH && DECIMAL.test(input)

/**
 * The codec of a decimal number in a string. Tagged as io-ts's own codecs are, so that programs can
 * be derived from it.
 */
export class DecimalType extends t.Type<DecimalText> {
  readonly _tag = 'DecimalType' as const

  constructor() {
    super(
      'a decimal in a string',
      isDecimalText,
      (input, context) => (isDecimalText(input) ? t.success(input) : t.failure(input, context)),
      t.identity,
    )
  }
}
