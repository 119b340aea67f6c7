/** Integers that a double holds exactly: ids, counts and times. */
import * as t from 'io-ts'

/**
 * The codec of an integer. Tagged as io-ts's own codecs are, so that programs can be derived from
 * it.
 */
export class IntegerType extends t.Type<number> {
  readonly _tag = 'IntegerType' as const

  constructor() {
    super(
      'an integer',
      (input): input is number => Number.isSafeInteger(input),
      (input, context) =>
        Number.isSafeInteger(input) ? t.success(input as number) : t.failure(input, context),
      t.identity,
    )
  }
}
