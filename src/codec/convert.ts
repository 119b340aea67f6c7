/** Checked payloads, with their decimals converted. */
import type { Any } from 'io-ts'
import type { DecimalText, Numeric } from './decimal.js'
import { tagged } from './tagged.js'

/** A payload `W` whose decimals have become `N`. */
export type Converted<W, N> = W extends DecimalText
  ? N
  : W extends object
    ? { readonly [K in keyof W]: Converted<W[K], N> }
    : W

type Convert = (value: never) => unknown

/** Converts what `codec` has checked: a copy with the fields that the codec names. May throw, as `numeric` may. */
export function converter<W, N>(codec: Any, numeric: Numeric<N>): (payload: W) => Converted<W, N> {
  return convertWith(codec, numeric) as (payload: W) => Converted<W, N>
}

function convertWith(codec: Any, numeric: Numeric<unknown>): Convert {
  const node = tagged(codec)
  switch (node._tag) {
    case 'DecimalType':
      return numeric
    case 'InterfaceType': {
      const fields = Object.entries(node.props).map(
        ([key, field]) => [key, convertWith(field, numeric)] as const,
      )
      return (value: Readonly<Record<string, never>>) =>
        Object.fromEntries(fields.map(([key, convert]) => [key, convert(value[key] as never)]))
    }
    case 'ArrayType': {
      const convert = convertWith(node.type, numeric)
      return (values: readonly never[]) => values.map(convert)
    }
    case 'TupleType': {
      const converts = node.types.map(type => convertWith(type, numeric))
      return (values: readonly never[]) => converts.map((convert, i) => convert(values[i] as never))
    }
    case 'UnionType': {
      const members = node.types.map(type => ({ type, convert: convertWith(type, numeric) }))
      return (value: never) => members.find(({ type }) => type.is(value))?.convert(value)
    }
    default:
      return (value: unknown) => value
  }
}
