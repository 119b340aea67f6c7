/** The seed's aggregator: the mean price of the last minute, at every ticker. */
import { map, type Observable } from 'rxjs'
import type { Market, Symbols } from 'rxmarket'
import { combine, last, mean, movingWindow } from 'rxmarket/operators'
import type { Signal } from './signal.js'

export interface OneMinuteAverageOptions {
  readonly symbols: Symbols
  /** Milliseconds averaged over. @default 60_000 */
  readonly span?: number
}

export interface Average extends Signal<'average'> {
  readonly average: number
  /** The price now. */
  readonly price: number
}

/**
 * Emits, at each ticker, the mean of the symbol's prices that are less than `span` old.
 *
 * Asks for: `ticker`, which comes once a second.
 * Gotchas: until a `span` has passed it is the mean of what there is. The age is told by the exchange's clock, so that a replay at
 * any speed gives the same averages; a ticker that came late does not count for longer.
 */
export function oneMinuteAverage$(
  market: Market,
  { symbols, span = 60_000 }: OneMinuteAverageOptions,
): Observable<Average> {
  return market.ticker$(symbols).pipe(
    movingWindow(
      { span, time: 'event', by: ticker => ticker.symbol },
      combine({ ticker: last(ticker => ticker), average: mean(ticker => ticker.price) }),
    ),
    map(({ value: { ticker, average } }) => ({
      type: 'average',
      symbol: ticker.symbol,
      time: ticker.eventTime,
      average,
      price: ticker.price,
    })),
  )
}
