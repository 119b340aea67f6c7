/**
 * The listed symbols, their steps and limits.
 *
 * Source: rest-api.md, "Exchange information"; filters.md.
 */
import * as t from 'io-ts'
import { decodeError } from '../../../codec/decode-error.js'
import { list } from '../../../codec/types/list.js'
import type { Instrument } from '../../../model/instrument.js'
import { Decimal, Text } from '../fields.js'
import { queryKind } from './query-kind.js'

/** More symbols make a URL that servers reject: then all are asked for, and the others left out. */
const MAX_NAMED = 100

const Listed = t.type(
  {
    symbol: Text,
    status: Text,
    baseAsset: Text,
    quoteAsset: Text,
    filters: list(t.unknown, 'a list of filters'),
  },
  'a symbol',
)
const Filter = t.type({ filterType: t.string })
const PriceFilter = t.type({ minPrice: Decimal, maxPrice: Decimal, tickSize: Decimal }, 'a price filter')
const LotSize = t.type({ minQty: Decimal, maxQty: Decimal, stepSize: Decimal }, 'a lot size')
/** `NOTIONAL`, or `MIN_NOTIONAL` of older symbols. */
const Notional = t.type({ minNotional: Decimal }, 'a minimum notional')

export const instruments = queryKind('instruments', {
  route: 'exchangeInfo',
  parameters: ({ symbols }) => ({
    symbols: symbols === undefined || symbols.length > MAX_NAMED ? undefined : JSON.stringify(symbols),
    showPermissionSets: 'false',
  }),
  weight: () => 20,
  body: t.type({ symbols: list(t.unknown, 'a list of symbols') }, 'the exchange information'),
  toAnswer: ({ symbols: listed }, query, { onInvalidElement }) => {
    const wanted = query.symbols === undefined ? undefined : new Set(query.symbols)
    return listed.flatMap((given, index): Instrument[] => {
      const checked = check(given)
      if ('errors' in checked) {
        onInvalidElement(decodeError(undefined, `symbols.${index}${checked.path}`, checked.errors, query))
        return []
      }
      return wanted?.has(checked.symbol) === false ? [] : [checked]
    })
  },
})

interface Invalid {
  readonly path: string
  readonly errors: t.Errors
}

function check(given: unknown): Instrument | Invalid {
  const listed = Listed.decode(given)
  if (listed._tag === 'Left') return { path: '', errors: listed.left }
  const { symbol, status, baseAsset, quoteAsset, filters } = listed.right
  const find = (...types: string[]): unknown =>
    filters.find(filter => Filter.is(filter) && types.includes(filter.filterType))
  const price = PriceFilter.decode(find('PRICE_FILTER'))
  if (price._tag === 'Left') return { path: '.filters.PRICE_FILTER', errors: price.left }
  const lot = LotSize.decode(find('LOT_SIZE'))
  if (lot._tag === 'Left') return { path: '.filters.LOT_SIZE', errors: lot.left }
  const notional = find('NOTIONAL', 'MIN_NOTIONAL')
  return {
    type: 'instrument',
    symbol,
    status,
    baseAsset,
    quoteAsset,
    tickSize: price.right.tickSize,
    minPrice: price.right.minPrice,
    maxPrice: price.right.maxPrice,
    lotSize: lot.right.stepSize,
    minQuantity: lot.right.minQty,
    maxQuantity: lot.right.maxQty,
    minNotional: Notional.is(notional) ? notional.minNotional : undefined,
  }
}
