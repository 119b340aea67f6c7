/** Klines, made from an instrument's bars on request. */
import type { Bar } from './bar.js'
import type { Bars } from './bars.js'
import { type Interval, nextOpenOf, openOf } from './intervals.js'

export interface Kline {
  readonly openTime: number
  /** The kline's last millisecond. */
  readonly closeTime: number
  readonly bar: Bar
}

/** The kline that contains `time`, or undefined when it is older than the bars held. */
export function klineAt(
  { bars, lastPrice }: { readonly bars: Bars; readonly lastPrice: number },
  interval: Interval,
  offset: number,
  time: number,
): Kline | undefined {
  const openTime = openOf(interval, time, offset)
  const end = nextOpenOf(interval, time, offset)
  const bar = bars.between(openTime, end, lastPrice)
  return bar && { openTime, closeTime: end - 1, bar }
}
