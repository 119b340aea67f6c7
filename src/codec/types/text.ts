/** Short strings: symbols and other names. */
import * as t from 'io-ts'

/** Characters that a text may have; the exchange's longest symbols have 20. */
export const MAX_TEXT_LENGTH = 256

const isText = (input: unknown): input is string =>
  typeof input === 'string' && input.length <= MAX_TEXT_LENGTH

/** The codec of a short string. Limited, because events carry it into keys, caches and logs. */
export class TextType extends t.Type<string> {
  readonly _tag = 'TextType' as const

  constructor() {
    super(
      `a string of at most ${MAX_TEXT_LENGTH} characters`,
      isText,
      (input, context) => (isText(input) ? t.success(input) : t.failure(input, context)),
      t.identity,
    )
  }
}
