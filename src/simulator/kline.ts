/** Klines, cut from an instrument's bars when somebody asks. */
import type { Bar } from './bars.js'
import type { Instrument } from './instrument.js'
import { type Interval, nextOpenOf, openOf } from './intervals.js'

export interface Kline {
  readonly openTime: number
  /** The last millisecond of it. */
  readonly closeTime: number
  readonly bar: Bar
}

/** The kline that holds `time`, or undefined when it is older than the past that is held. */
export function klineAt(
  { bars, lastPrice }: Instrument,
  interval: Interval,
  offset: number,
  time: number,
): Kline | undefined {
  const openTime = openOf(interval, time, offset)
  const end = nextOpenOf(interval, time, offset)
  const bar = bars.between(openTime, end, lastPrice)
  return bar && { openTime, closeTime: end - 1, bar }
}
