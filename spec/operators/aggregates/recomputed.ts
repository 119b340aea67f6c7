/**
 * Every aggregate, and the same value computed afresh from a list: the reference for both windows.
 */
import fc from 'fast-check'
import {
  type Aggregate,
  combine,
  count,
  ema,
  first,
  last,
  max,
  mean,
  min,
  ohlcv,
  quantile,
  stdev,
  sum,
  variance,
  vwap,
} from '../../../src/operators/index.js'
import { exactAverage, exactMean, exactSum, exactVariance } from '../internal/arithmetic/exact.js'

export interface Sample {
  readonly id: number
  readonly symbol: string
  readonly eventTime: number
  readonly price: number
  readonly quantity: number
}

const priceOf = (event: Sample): number => event.price

export const ALL = combine({
  count: count<Sample>(),
  sum: sum(priceOf),
  mean: mean(priceOf),
  vwap: vwap<Sample>(),
  min: min(priceOf),
  max: max(priceOf),
  first: first<Sample>(),
  last: last<Sample>(),
  variance: variance(priceOf),
  sample: variance(priceOf, { sample: true }),
  stdev: stdev(priceOf),
  ema: ema(priceOf, { span: 5 }),
  slow: ema(priceOf, { alpha: 0.001 }),
  newest: ema(priceOf, { alpha: 1 }),
  ohlcv: ohlcv<Sample>(),
  least: quantile(0, priceOf),
  median: quantile(0.5, priceOf),
  high: quantile(0.9, priceOf),
  most: quantile(1, priceOf),
})

/** Prices, and numbers that lose each other when added. */
const price = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 5_990_000, max: 6_010_000 }).map(cents => cents / 100) },
  { weight: 1, arbitrary: fc.constantFrom(1e16, -1e16, 1e-3, 0.1, 1 / 3, 0, 2 ** 53 + 2, 1e-8, -0.001) },
  { weight: 1, arbitrary: fc.integer({ min: -1_000, max: 1_000 }).map(n => n * 1e-8) },
)

export const sample = fc.record({
  symbol: fc.constantFrom('A', 'B', 'C'),
  price,
  quantity: fc.integer({ min: 1, max: 10_000 }).map(n => n / 1_000),
})

type ValueOf<A> = A extends Aggregate<never, infer R> ? R : never

/** Expects `value` to be the value of `ALL` of `events`. */
export function expectRecomputed(value: ValueOf<typeof ALL> | undefined, events: readonly Sample[]): void {
  if (value === undefined) throw new Error('no value')
  const prices = events.map(e => e.price)
  const quantities = events.map(e => e.quantity)
  const n = events.length
  const sorted = [...prices].sort((a, b) => a - b)
  const { variance, sample, stdev, ema, slow, newest, median, high, ...others } = value
  expect(others).toEqual({
    count: n,
    sum: exactSum(prices),
    mean: exactMean(prices),
    vwap: exactAverage(events.map(e => [e.price, e.quantity])),
    min: sorted[0],
    max: sorted.at(-1),
    first: events[0],
    last: events.at(-1),
    ohlcv: {
      open: prices[0],
      high: sorted.at(-1),
      low: sorted[0],
      close: prices.at(-1),
      volume: exactSum(quantities),
    },
    least: sorted[0],
    most: sorted.at(-1),
  })
  const largest = Math.max(...prices.map(Math.abs))
  // Interpolated in steps, each of which rounds results that are no short decimals.
  expectNear(median, rank(sorted, 0.5), 1e-15 * largest)
  expectNear(high, rank(sorted, 0.9), 1e-15 * largest)
  const expected = exactVariance(prices)
  expectNear(variance, expected, 1e-15 * expected)
  if (n === 1) expect(sample).toBeNaN()
  else expectNear(sample, exactVariance(prices, n - 1), 1e-15 * expected * 2)
  expectNear(stdev, Math.sqrt(expected), 1e-15 * Math.sqrt(expected))
  expectNear(ema, fade(prices, 2 / 6), 1e-14 * largest)
  expectNear(slow, fade(prices, 0.001), 1e-13 * largest)
  expectNear(newest, prices.at(-1) ?? NaN, 0)
}

function expectNear(got: number, wanted: number, error: number): void {
  if (!(Math.abs(got - wanted) <= error)) expect(got).toBe(wanted)
}

function fade(values: readonly number[], alpha: number): number {
  const weights = values.map((_, index) => (1 - alpha) ** (values.length - 1 - index))
  const weighted = values.reduce((sum, x, index) => sum + x * (weights[index] ?? NaN), 0)
  return weighted / weights.reduce((sum, weight) => sum + weight, 0)
}

function rank(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q
  const below = sorted[Math.floor(at)] ?? NaN
  const above = sorted[Math.ceil(at)] ?? NaN
  if (at % 1 === 0.5) return exactMean([below, above])
  return below + (above - below) * (at - Math.floor(at))
}
