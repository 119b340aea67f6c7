/** Checks a kline interval. */
import { Freq } from '../../model/freq.js'
import { InvalidOptionError } from '../../validation/invalid-option-error.js'
import { nearestName } from '../../validation/nearest-name.js'
import { printValue } from '../../validation/print-value.js'

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }

/** Throws unless `freq` is an interval; names the one of the same length, such as 1h for 60m. */
export function checkFreq(operator: string, freq: unknown): asserts freq is Freq {
  const all: readonly string[] = Object.values(Freq)
  if (typeof freq === 'string' && all.includes(freq)) return
  const meant = meantBy(freq, all)
  const advice = meant === undefined ? '' : `. Did you mean '${meant}'?`
  throw new InvalidOptionError(
    'freq',
    `of ${operator} should be one of ${all.join(', ')}, got ${printValue(freq)}${advice}`,
  )
}

function meantBy(freq: unknown, all: readonly string[]): string | undefined {
  if (typeof freq === 'number') {
    // Milliseconds, or seconds.
    return all.find(one => secondsOf(one) * 1_000 === freq) ?? all.find(one => secondsOf(one) === freq)
  }
  if (typeof freq !== 'string') return undefined
  const key = Object.entries(Freq).find(([name]) => name === freq)?.[1]
  return key ?? all.find(one => secondsOf(one) === secondsOf(freq)) ?? nearestName(freq, all)
}

/** Of an amount and the first letter of a unit: 60m, 60 min, 1H; NaN for an invalid one. */
function secondsOf(text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,6}) ?([a-zA-Z]+)$/.exec(text.trim()) ?? []
  if (unit === 'M' || /^mo/i.test(unit)) return amount === '1' ? 0 : NaN
  return Number(amount || NaN) * (SECONDS[unit.charAt(0).toLowerCase()] ?? NaN)
}
