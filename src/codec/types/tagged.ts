/**
 * The codecs that payloads are made of, distinguished by their tags. Decoders of both paths are
 * derived from them.
 */
import type * as t from 'io-ts'
import type { DecimalType } from './decimal.js'
import type { IntegerType } from './integer.js'
import type { TextType } from './text.js'

/** A codec with a tag that decoders know. */
export type Tagged =
  | t.InterfaceType<t.Props>
  | t.ArrayType<t.Any>
  | t.TupleType<[t.Any, ...t.Any[]]>
  | t.UnionType<t.Any[]>
  | t.LiteralType<string>
  | t.BooleanType
  | t.UnknownType
  | TextType
  | IntegerType
  | DecimalType

/** The same codec, typed by its tag. A codec with any other tag matches no case. */
export const asTagged = (codec: t.Any): Tagged => codec as unknown as Tagged
