/**
 * Codecs of the fields that payloads have in common. Pure: they check and do not convert, so that
 * decimals stay text.
 */
import * as t from 'io-ts'
import { DecimalType } from '../../codec/types/decimal.js'
import { IntegerType } from '../../codec/types/integer.js'
import { list } from '../../codec/types/list.js'
import { TextType } from '../../codec/types/text.js'

export const Decimal = new DecimalType()

export const Integer = new IntegerType()

export const Text = new TextType()

/** A field that the exchange's document marks "Ignore". */
export const Ignored = t.unknown

/** One side of an order book. All of its levels or none: a book must not miss one. */
export const Levels = list(t.tuple([Decimal, Decimal]), 'a list of [price, quantity]')
