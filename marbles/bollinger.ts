/** Bollinger bands, composed of the mean and the standard deviation of a moving window. */
import { filter, map, type OperatorFunction, pipe } from 'rxjs'
import type { Kline } from 'rxmarket'
import { combine, count, last, mean, movingWindow, stdev } from 'rxmarket/operators'

export interface Band {
  readonly kline: Kline
  readonly top: number
  readonly bottom: number
  /** In percent of the middle. */
  readonly width: number
}

/**
 * Emits the band of the last `klines` closing prices at each kline, once there are as many: their
 * mean plus and minus `deviations` standard deviations.
 */
export function bollinger(klines: number, deviations: number): OperatorFunction<Kline, Band> {
  const close = (kline: Kline) => kline.closePrice
  return pipe(
    movingWindow(
      { count: klines },
      combine({ kline: last(), seen: count(), middle: mean(close), deviation: stdev(close) }),
    ),
    filter(({ seen }) => seen === klines),
    map(({ kline, middle, deviation }) => {
      const reach = deviations * deviation
      return { kline, top: middle + reach, bottom: middle - reach, width: (200 * reach) / middle }
    }),
  )
}
