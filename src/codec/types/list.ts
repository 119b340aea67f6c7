/** Lists that stop being checked at their first invalid element. */
import * as t from 'io-ts'

/**
 * The codec of a list. Unlike `t.array` it reports the first invalid element only: a frame of a
 * million invalid elements would cost seconds and a gigabyte of errors, only one of which is used.
 */
export function list<W>(item: t.Type<W, W>, name: string): t.ArrayType<t.Type<W, W>, W[], W[]> {
  return new t.ArrayType<t.Type<W, W>, W[], W[]>(
    name,
    (input): input is W[] => Array.isArray(input) && input.every(item.is),
    (input, context) => {
      if (!Array.isArray(input)) return t.failure(input, context)
      for (const [index, element] of (input as unknown[]).entries()) {
        const checked = item.validate(element, t.appendContext(context, String(index), item, element))
        if (checked._tag === 'Left') return checked
      }
      return t.success(input as W[])
    },
    t.identity,
    item,
  )
}
