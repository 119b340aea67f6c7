/** Emits the mean price of the last minute, at every ticker. */
import { map, type Observable } from 'rxjs'
import type { Market, Symbols } from 'rxmarket'
import { combine, last, mean, movingWindow } from 'rxmarket/operators'
import type { Signal } from './signal.js'

export interface OneMinuteAverageOptions {
  readonly symbols: Symbols
  /** Milliseconds of the average. @default 60_000 */
  readonly span?: number
}

export interface Average extends Signal<'average'> {
  readonly average: number
  /** The latest price. */
  readonly price: number
}

/**
 * Emits, at each ticker, the mean of the symbol's prices that are less than `span` old.
 *
 * Subscribes to: `ticker`, once a second. Gotchas: until a `span` has passed, it is the mean of the
 * prices so far. Ages are by the exchange's clock, so that a replay at any speed emits the same
 * averages; a late ticker does not count longer.
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
