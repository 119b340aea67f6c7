/** Emits when a market has become unusually quiet, and the direction in which it then moves. */
import { concat, exhaustMap, filter, map, type Observable, of, pairwise, share, take } from 'rxjs'
import { Freq, type Kline, type Market, type Symbols } from 'rxmarket'
import { combine, count, last, min, movingWindow, onlyClosed, perSymbol } from 'rxmarket/operators'
import { type Band, bollinger } from './bollinger.js'
import { checkAbove0, checkCount } from './check.js'
import type { Signal } from './signal.js'

export interface VolatilitySqueezeOptions {
  readonly symbols: Symbols
  /** @default Freq.m1 */
  readonly freq?: Freq
  /** Klines in a band. @default 20 */
  readonly klines?: number
  /** Half the width of a band, in standard deviations. @default 2 */
  readonly deviations?: number
  /** The number of bands among which the current one must be the narrowest. @default 125 */
  readonly lookback?: number
}

export interface VolatilitySqueeze extends Signal<'squeeze'> {
  /** `tight`: the squeeze begins. `up`, `down`: it ends, with a close beyond the band. */
  readonly state: 'tight' | 'up' | 'down'
  readonly price: number
  /** Width of the band, in percent of its middle. */
  readonly width: number
}

/**
 * Emits `tight` when the Bollinger band is narrower than all others of the lookback, then `up` or
 * `down` at the first close beyond the previous band, then looks for the next squeeze. A quiet
 * market tends to move, in either direction: Bollinger on Bollinger Bands, 2001, chapter 15.
 *
 * Subscribes to: `kline`, and uses closed ones only.
 * Gotcha: emits nothing before `klines` + `lookback` klines have closed, two and a half hours by
 * default.
 */
export function volatilitySqueeze$(
  market: Market,
  { symbols, freq = Freq.m1, klines = 20, deviations = 2, lookback = 125 }: VolatilitySqueezeOptions,
): Observable<VolatilitySqueeze> {
  checkCount('klines', klines)
  checkAbove0('deviations', deviations)
  checkCount('lookback', lookback)

  const squeeze$ = (kline$: Observable<Kline>) => {
    const step$ = kline$.pipe(
      bollinger(klines, deviations),
      movingWindow(
        { count: lookback },
        combine({ band: last(band => band), seen: count(), least: min(({ width }) => width) }),
      ),
      pairwise(),
      share(),
    )
    const tight$ = step$.pipe(
      filter(([{ seen, least }, { band }]) => seen === lookback && band.width < least),
      map(([, { band }]) => signal('tight', band)),
    )
    const release$ = step$.pipe(
      map(([{ band: before }, { band }]) => {
        const { closePrice } = band.kline
        if (closePrice > before.top) return signal('up', band)
        return closePrice < before.bottom ? signal('down', band) : undefined
      }),
      filter(release => release !== undefined),
      take(1),
    )
    return tight$.pipe(exhaustMap(tight => concat(of(tight), release$)))
  }

  return market.kline$(symbols, freq).pipe(onlyClosed(), perSymbol(squeeze$, { idle: Infinity }))
}

function signal(state: VolatilitySqueeze['state'], { kline, width }: Band): VolatilitySqueeze {
  const { symbol, eventTime: time, closePrice: price } = kline
  return { type: 'squeeze', symbol, time, state, price, width }
}
