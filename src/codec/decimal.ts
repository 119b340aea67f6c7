/** Decimals as exchanges write them: text that no double has rounded. What becomes of it is the user's choice. */
import * as t from 'io-ts'

declare const isDecimal: unique symbol

/** The text of a decimal number, such as `"0.00250000"`, checked. */
export type DecimalText = string & { readonly [isDecimal]: true }

/** What a decimal becomes: it is given the exchange's own text, such as `"0.00250000"`. Must be pure: it may be asked twice. */
export type Numeric<N> = (text: string) => N

const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/

const isDecimalText = (input: unknown): input is DecimalText =>
  typeof input === 'string' && DECIMAL.test(input)

/** The codec of a decimal number in a string. It has a tag, as io-ts's own codecs have, so that a compiler knows it. */
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
