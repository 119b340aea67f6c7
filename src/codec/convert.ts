/** Converts the decimals of checked payloads. */
import type { Any } from 'io-ts'
import { type DecimalText, isDouble, type Numeric } from './types/decimal.js'
import { asTagged } from './types/tagged.js'

/** A payload `W` with decimals of type `N`. */
export type Converted<W, N> = W extends DecimalText
  ? N
  : W extends object
    ? { readonly [K in keyof W]: Converted<W[K], N> }
    : W

/** A decimal that `numeric` did not accept; `cause` is its exception. Never leaves the codec. */
export class ConversionError extends Error {
  readonly text: string

  constructor(text: string, cause: unknown) {
    super('a decimal was not accepted', { cause })
    this.text = text
  }
}

type Convert = (value: never) => unknown

/**
 * Converts what `codec` has checked: a copy with the fields that the codec names. Throws a
 * {@link ConversionError}.
 */
export function converter<W, N>(codec: Any, numeric: Numeric<N>): (payload: W) => Converted<W, N> {
  return convertWith(codec, decimalConverter(numeric)) as (payload: W) => Converted<W, N>
}

function decimalConverter(numeric: Numeric<unknown>): Numeric<unknown> {
  return text => {
    try {
      return isDouble(numeric) ? finite(Number(text)) : numeric(text)
    } catch (cause) {
      throw new ConversionError(text, cause)
    }
  }
}

function finite(number: number): number {
  if (!Number.isFinite(number)) throw new RangeError('beyond the range of a double')
  return number
}

function convertWith(codec: Any, decimal: Numeric<unknown>): Convert {
  const node = asTagged(codec)
  switch (node._tag) {
    case 'DecimalType':
      return decimal
    case 'InterfaceType': {
      const fields = Object.entries(node.props).map(
        ([key, field]) => [key, convertWith(field, decimal)] as const,
      )
      return (value: Readonly<Record<string, never>>) =>
        Object.fromEntries(fields.map(([key, convert]) => [key, convert(value[key] as never)]))
    }
    case 'ArrayType': {
      const convert = convertWith(node.type, decimal)
      return (values: readonly never[]) => values.map(convert)
    }
    case 'TupleType': {
      const converts = node.types.map(type => convertWith(type, decimal))
      return (values: readonly never[]) => converts.map((convert, i) => convert(values[i] as never))
    }
    case 'UnionType': {
      const members = node.types.map(type => ({ type, convert: convertWith(type, decimal) }))
      return (value: never) => members.find(({ type }) => type.is(value))?.convert(value)
    }
    default:
      return (value: unknown) => value
  }
}
