/** The maximum size of an answer. */

/** 64 MiB; the exchange's largest, of all its symbols, has some 10 MB. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024

/** The error of an answer that is larger. */
export const tooLarge = (): Error => new RangeError(`the answer has more than ${MAX_BODY_BYTES} bytes`)
