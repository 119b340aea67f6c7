/** Whole numbers that a double holds exactly: ids, counts and times. */
import * as t from 'io-ts'

/** The codec of a whole number. It has a tag, as io-ts's own codecs have, so that a compiler knows it. */
export class IntegerType extends t.Type<number> {
  readonly _tag = 'IntegerType' as const

  constructor() {
    super(
      'a whole number',
      (input): input is number => Number.isSafeInteger(input),
      (input, context) =>
        Number.isSafeInteger(input) ? t.success(input as number) : t.failure(input, context),
      t.identity,
    )
  }
}
