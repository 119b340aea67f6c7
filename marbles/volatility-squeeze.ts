/** Says when a market has become unusually quiet, and which way it then goes. */
import { concat, exhaustMap, filter, map, type Observable, of, pairwise, share, take } from 'rxjs'
import { Freq, type Kline, type Market, type Symbols } from 'rxmarket'
import {
  combine,
  count,
  last,
  mean,
  min,
  movingWindow,
  onlyClosed,
  perSymbol,
  stdev,
} from 'rxmarket/operators'
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
  /** Bands of which the present one has to be the narrowest. @default 125 */
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
 * Emits `tight` when the Bollinger band is narrower than all those of the lookback, then `up` or `down` at the first close beyond the
 * band before it; then the next squeeze is looked for. Quiet markets tend to be followed by moves, though not in which direction:
 * Bollinger's squeeze (Bollinger on Bollinger Bands, 2001, chapter 15).
 *
 * Asks for: `kline`, and hears closed ones only.
 * Gotcha: says nothing before `klines` + `lookback` klines have closed, two and a half hours by default.
 */
export function volatilitySqueeze$(
  market: Market,
  { symbols, freq = Freq.m1, klines = 20, deviations = 2, lookback = 125 }: VolatilitySqueezeOptions,
): Observable<VolatilitySqueeze> {
  checkCount('klines', klines)
  checkAbove0('deviations', deviations)
  checkCount('lookback', lookback)
  const close = (kline: Kline) => kline.closePrice

  return market.kline$(symbols, freq).pipe(
    onlyClosed(),
    perSymbol(
      kline$ => {
        const step$ = kline$.pipe(
          movingWindow(
            { count: klines },
            combine({ kline: last(), seen: count(), mean: mean(close), stdev: stdev(close) }),
          ),
          filter(({ seen }) => seen === klines),
          map(({ kline, mean, stdev }) => ({ kline, mean, reach: deviations * stdev })),
          movingWindow({ count: lookback }, combine({ band: last(), seen: count(), least: min(widthOf) })),
          pairwise(),
          share(),
        )
        const tight$ = step$.pipe(
          filter(([before, now]) => before.seen === lookback && widthOf(now.band) < before.least),
          map(([, { band }]) => signal('tight', band)),
        )
        const release$ = step$.pipe(
          filter(([{ band }, now]) => Math.abs(close(now.band.kline) - band.mean) > band.reach),
          map(([{ band }, now]) => signal(close(now.band.kline) > band.mean ? 'up' : 'down', now.band)),
          take(1),
        )
        return tight$.pipe(exhaustMap(tight => concat(of(tight), release$)))
      },
      { idle: Infinity },
    ),
  )
}

interface Band {
  readonly kline: Kline
  readonly mean: number
  /** From the mean to either side. */
  readonly reach: number
}

function widthOf({ mean, reach }: Band): number {
  return ((2 * reach) / mean) * 100
}

function signal(state: VolatilitySqueeze['state'], band: Band): VolatilitySqueeze {
  const { symbol, closeTime: time, closePrice: price } = band.kline
  return { type: 'squeeze', symbol, time, state, price, width: widthOf(band) }
}
