/** Rows: lists whose positions have meanings. */
import * as t from 'io-ts'

/**
 * The codec of a row. Unlike `t.tuple`, accepts and drops further elements, which the exchange may
 * add.
 */
export function row<A extends [t.Mixed, ...t.Mixed[]]>(types: A, name: string): Row<A> {
  // io-ts declares tuples of up to five elements.
  const whole = t.tuple(types as unknown as [t.Mixed], name) as unknown as Row<A>
  const cut = (input: unknown): unknown => (Array.isArray(input) ? input.slice(0, types.length) : input)
  return new t.TupleType(
    name,
    (input): input is t.TypeOf<Row<A>> => whole.is(cut(input)),
    (input, context) => whole.validate(cut(input), context),
    whole.encode,
    types,
  )
}

type Row<A extends [t.Mixed, ...t.Mixed[]]> = t.TupleType<
  A,
  { [K in keyof A]: t.TypeOf<A[K]> },
  { [K in keyof A]: t.OutputOf<A[K]> }
>
