/** Emits when far more can be bought than sold near the price, or the other way round. */
import { distinctUntilKeyChanged, filter, map, type Observable } from 'rxjs'
import type { Book, Market, Symbols } from 'rxmarket'
import { combine, last, mean, movingWindow, perSymbol } from 'rxmarket/operators'
import { checkAbove0, checkPercent } from './check.js'
import type { Signal } from './signal.js'

export interface BookPressureOptions {
  readonly symbols: Symbols
  /** Basis points from the mid price up to which quantities count. @default 10 */
  readonly bps?: number
  /** The threshold, in percent: at 60 one side has four times as much as the other. @default 60 */
  readonly percent?: number
  /** Milliseconds of the average, so that a single order does not count. @default 1_000 */
  readonly span?: number
}

export interface BookPressure extends Signal<'pressure'> {
  /** The side with more on it. Prices tend to move away from it. */
  readonly side: 'bid' | 'ask'
  /** From 100, all is bid, to -100, all is offered. */
  readonly percent: number
}

/**
 * Emits when the mean difference of the quantities within `bps` of the mid price goes beyond
 * `percent`, and again only after it has been within.
 *
 * Unlike the best prices, the levels behind them do not change with a single trade: they show where
 * large orders rest. Counts live books only, and those that are known as far as `bps` reaches.
 *
 * Subscribes to: the diffs of `book$`, and asks for a snapshot.
 */
export function bookPressure$(
  market: Market,
  { symbols, bps = 10, percent = 60, span = 1_000 }: BookPressureOptions,
): Observable<BookPressure> {
  checkAbove0('bps', bps)
  checkPercent('percent', percent)
  return market.book$(symbols).pipe(
    filter(({ state }) => state === 'live'),
    // A book is read when it is emitted: what the window keeps is a plain object.
    map(book => ({
      symbol: book.symbol,
      time: book.receivedAt,
      pressure: pressureOf(book.quantityWithin(bps)),
    })),
    filter(({ pressure }) => pressure !== undefined),
    movingWindow(
      { span, time: ({ time }) => time, by: ({ symbol }) => symbol },
      combine({ newest: last(), average: mean(({ pressure = 0 }) => pressure) }),
    ),
    map(({ value: { newest, average } }) => {
      const { symbol, time } = newest
      const side =
        Math.abs(average) <= percent ? undefined : average > 0 ? ('bid' as const) : ('ask' as const)
      return { type: 'pressure' as const, symbol, time, side, percent: average }
    }),
    perSymbol(distinctUntilKeyChanged('side'), { idle: Infinity }),
    filter((pressure): pressure is BookPressure => pressure.side !== undefined),
  )
}

type Quantities = ReturnType<Book['quantityWithin']>

/**
 * In percent, positive when more is bid; 0 where nothing rests so near, `undefined` where that is
 * not known.
 */
function pressureOf(within: Quantities): number | undefined {
  if (within === undefined) return undefined
  const { bid, ask } = within
  return bid + ask === 0 ? 0 : ((bid - ask) / (bid + ask)) * 100
}
