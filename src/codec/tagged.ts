/** The codecs that payloads are made of, told apart by the tag that io-ts gives each: the description that everything here is derived from. */
import type * as t from 'io-ts'
import type { DecimalType } from './decimal.js'
import type { IntegerType } from './integer.js'

/** A codec whose tag can be asked. */
export type Tagged =
  | t.InterfaceType<t.Props>
  | t.ArrayType<t.Any>
  | t.TupleType<[t.Any, ...t.Any[]]>
  | t.UnionType<t.Any[]>
  | t.LiteralType<string>
  | t.StringType
  | t.BooleanType
  | t.UnknownType
  | IntegerType
  | DecimalType

/** The same codec, with a type that knows its tag; a codec with none of these tags matches none. */
export const tagged = (codec: t.Any): Tagged => codec as unknown as Tagged
