/**
 * Completes a partly specified event from its channel, its frame, and its place among the channel's
 * events.
 */
import type { Channel, Kind } from '../../model/channel.js'
import type { EventOf, MarketEvent } from '../../model/event.js'
import { aBookTicker, aDepth, aDepthDiff } from '../builders/book.js'
import { aKline } from '../builders/kline.js'
import { anAvgPrice, aReferencePrice } from '../builders/price.js'
import {
  aMiniTicker,
  aRollingTicker,
  aTicker,
  someMiniTickers,
  someRollingTickers,
  type SomeMiniTickers,
  type SomeRollingTickers,
} from '../builders/ticker.js'
import { aBlockTrade, anAggTrade, aTrade } from '../builders/trade.js'
import { channelName } from './channel-name.js'

type PartOf<K extends Kind> = K extends 'allMiniTickers'
  ? SomeMiniTickers
  : K extends 'allRollingTickers'
    ? SomeRollingTickers
    : Partial<EventOf<K>>

/** An event, a part of one, or only its price. */
export type EventPart = number | { [K in Kind]: PartOf<K> }[Kind]

/** The builder of a kind's events. */
interface Recipe<K extends Kind> {
  readonly make: (known: PartOf<K>) => EventOf<K>
  /** The field that a plain number sets. */
  readonly price?: string
  /** The field that counts the channel's events, from 1. */
  readonly serial?: string
}

const recipes: { readonly [K in Kind]: Recipe<K> } = {
  ticker: { make: aTicker, price: 'price' },
  miniTicker: { make: aMiniTicker, price: 'price' },
  rollingTicker: { make: aRollingTicker, price: 'price' },
  trade: { make: aTrade, price: 'price', serial: 'tradeId' },
  aggTrade: { make: anAggTrade, price: 'price', serial: 'aggregateTradeId' },
  blockTrade: { make: aBlockTrade, price: 'price', serial: 'tradeId' },
  kline: { make: aKline, price: 'closePrice' },
  bookTicker: { make: aBookTicker, serial: 'updateId' },
  avgPrice: { make: anAvgPrice, price: 'averagePrice' },
  referencePrice: { make: aReferencePrice, price: 'referencePrice' },
  depth: { make: aDepth, serial: 'lastUpdateId' },
  depthDiff: { make: aDepthDiff, serial: 'firstUpdateId' },
  allMiniTickers: { make: someMiniTickers },
  allRollingTickers: { make: someRollingTickers },
}

/** The place of an event in a diagram. */
export interface Place {
  readonly letter: string
  /** When it is emitted, milliseconds. */
  readonly at: number
  /** Its number among the channel's events, from 1. */
  readonly count: number
}

/**
 * Returns the event on `channel` with the fields of `part`. Returns a complete event unchanged, the
 * same object.
 */
export function completeEvent(channel: Channel, part: EventPart | undefined, place: Place): MarketEvent {
  const { kind } = channel
  const { price, serial } = recipes[kind]
  // TypeScript cannot know that the recipe found by a channel's own kind makes that channel's
  // events.
  const make = recipes[kind].make as (known: object) => MarketEvent
  const where = `${channelName(channel)}: ${place.letter}`
  const given = typeof part === 'number' ? priceOnly(where, kind, price, part) : { ...part }
  const { connection: _connection, kind: _kind, ...named } = channel
  const fields = Object.keys(make({}))
  const own = Object.fromEntries(
    [['type', kind], ...Object.entries(named)].filter(([field]) => fields.includes(String(field))),
  ) as Readonly<Record<string, unknown>>

  for (const [field, value] of Object.entries(own)) {
    if (field in given && given[field] !== value)
      throw new Error(
        `${where} has ${field} ${String(given[field])}, but the channel has ${String(value)}: leave ${field} out, or draw it on its own channel`,
      )
  }
  for (const field of Object.keys(given)) {
    if (!fields.includes(field))
      throw new Error(`${where} has ${field}, which is no field of a ${kind}; those are ${fields.join(', ')}`)
  }
  if (typeof part === 'object' && fields.every(field => field in given)) return part as MarketEvent
  // A test that sets one of the ids sets them all.
  const isNumbered = Object.keys(given).some(field => /Id$/.test(field))
  const number = serial === undefined || isNumbered ? {} : { [serial]: place.count }
  return make({ ...own, receivedAt: place.at, ...number, ...given })
}

function priceOnly(
  where: string,
  kind: Kind,
  field: string | undefined,
  price: number,
): Record<string, unknown> {
  if (field === undefined)
    throw new Error(`${where} is the number ${price}, but a ${kind} has more than one price: pass its fields`)
  return { [field]: price }
}
