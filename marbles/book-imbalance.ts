/** Emits when far more rests on one side of the order book than on the other. */
import { distinctUntilKeyChanged, filter, map, type Observable } from 'rxjs'
import type { BookTicker, Market, Symbols } from 'rxmarket'
import { combine, last, mean, movingWindow, perSymbol } from 'rxmarket/operators'
import { checkPercent } from './check.js'
import type { Signal } from './signal.js'

export interface BookImbalanceOptions {
  readonly symbols: Symbols
  /** The threshold, in percent: at 60 one side has four times as much as the other. @default 60 */
  readonly percent?: number
  /** Milliseconds of the average, so that a single order does not count. @default 1_000 */
  readonly span?: number
}

export interface BookImbalance extends Signal<'imbalance'> {
  /** The side with more on it. Prices tend to move away from it. */
  readonly side: 'bid' | 'ask'
  /** From 100, all is bid, to -100, all is offered. */
  readonly percent: number
}

/**
 * Emits when the mean imbalance at the best prices goes beyond `percent`, and again only after it
 * has been within.
 *
 * The imbalance is (bid quantity - ask quantity) / their sum. It predicts the direction of the next
 * price move: Gould and Bonart, Queue Imbalance as a One-Tick-Ahead Price Predictor in a Limit
 * Order Book (2016).
 *
 * Subscribes to: `bookTicker`. Uses the time of arrival, since the exchange does not date best
 * prices. Gotcha: the mean is over quotes, not time, so a busy moment weighs more.
 */
export function bookImbalance$(
  market: Market,
  { symbols, percent = 60, span = 1_000 }: BookImbalanceOptions,
): Observable<BookImbalance> {
  checkPercent('percent', percent)
  return market.bookTicker$(symbols).pipe(
    movingWindow(
      { span, time: quote => quote.receivedAt, by: quote => quote.symbol },
      combine({ quote: last(), imbalance: mean(imbalanceOf) }),
    ),
    map(({ value: { quote, imbalance } }) => {
      const { symbol, receivedAt: time } = quote
      const side =
        Math.abs(imbalance) <= percent ? undefined : imbalance > 0 ? ('bid' as const) : ('ask' as const)
      return { type: 'imbalance' as const, symbol, time, side, percent: imbalance }
    }),
    perSymbol(distinctUntilKeyChanged('side'), { idle: Infinity }),
    filter((imbalance): imbalance is BookImbalance => imbalance.side !== undefined),
  )
}

/** In percent, positive when more is bid. */
function imbalanceOf({ bidQuantity, askQuantity }: BookTicker): number {
  return ((bidQuantity - askQuantity) / (bidQuantity + askQuantity)) * 100
}
