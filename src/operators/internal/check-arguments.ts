/**
 * Checks what operators and aggregates are called with, where they are called and not when an event
 * comes.
 */
import { check, checkNumber, checkOptions, checkPositive } from '../../validation/check.js'
import { InvalidOptionError } from '../../validation/invalid-option-error.js'
import { printValue } from '../../validation/print-value.js'
import type { Aggregate } from './aggregate.js'

/** Names that other libraries give to our options. */
const SYNONYMS: Readonly<Record<string, string>> = {
  size: 'count',
  length: 'count',
  n: 'count',
  events: 'count',
  max: 'capacity',
  limit: 'capacity',
  bufferSize: 'capacity',
  window: 'span',
  period: 'span',
  duration: 'span',
  interval: 'span',
  milliseconds: 'span',
  ms: 'span',
  key: 'by',
  keyBy: 'by',
  groupBy: 'by',
  symbol: 'by',
  timestamp: 'time',
  clock: 'scheduler',
  percentage: 'percent',
  pct: 'percent',
  delta: 'amount',
  threshold: 'amount',
  value: 'price',
  select: 'price',
  selector: 'price',
  depth: 'levels',
  timer: 'timeout',
  maxWait: 'timeout',
  strategy: 'overflow',
  policy: 'overflow',
  parallel: 'concurrency',
  ttl: 'idle',
  units: 'unit',
  delay: 'lateness',
  late: 'onLate',
}

/** Options by name: an object with nothing else in it. */
export function checkOperatorOptions(operator: string, options: unknown, names: readonly string[]): void {
  const hints = Object.entries(SYNONYMS).filter(([, option]) => names.includes(option))
  checkOptions(operator, options, names, '', Object.fromEntries(hints))
}

/** A function that reads something from an event. `example` names a field for the advice. */
export function checkSelector(
  operator: string,
  option: string,
  value: unknown,
  result = 'a number',
  example = 'price',
): void {
  if (typeof value === 'function') return
  const field = typeof value === 'string' && /^[A-Za-z_$][\w$]{0,40}$/.test(value) ? value : example
  throw new InvalidOptionError(
    option,
    `of ${operator} should be a function from an event to ${result}, such as event => event.${field}, got ${printValue(value)}`,
  )
}

/** As {@link checkSelector}, where `undefined` means the default. */
export function checkOptionalSelector(
  operator: string,
  option: string,
  value: unknown,
  result?: string,
  example?: string,
): void {
  if (value !== undefined) checkSelector(operator, option, value, result, example)
}

/** A function that is called, or none. */
export function checkCallback(operator: string, option: string, value: unknown): void {
  if (value === undefined || typeof value === 'function') return
  throw new InvalidOptionError(option, `of ${operator} should be a function, got ${printValue(value)}`)
}

/** An aggregate: `mean(t => t.price)`, not `mean`. */
export function checkAggregate<T, R>(operator: string, option: string, value: Aggregate<T, R>): void {
  const candidate: unknown = value
  if (typeof candidate === 'object' && candidate !== null && 'create' in candidate) {
    if (typeof candidate.create === 'function') return
  }
  const advice =
    typeof candidate === 'function' && candidate.name !== '' ? `. Did you mean ${candidate.name}(…)?` : ''
  throw new InvalidOptionError(
    option,
    `of ${operator} should be an aggregate such as mean(event => event.price), got ${printValue(candidate)}${advice}`,
  )
}

/** A scheduler of RxJS, or `undefined` for the default. */
export function checkScheduler(value: unknown): void {
  if (value === undefined) return
  const isValid =
    typeof value === 'object' &&
    value !== null &&
    'now' in value &&
    'schedule' in value &&
    typeof value.now === 'function' &&
    typeof value.schedule === 'function'
  check('scheduler', value, isValid, 'a scheduler such as asyncScheduler')
}

/** Milliseconds above 0, or `Infinity`. */
export function checkSpan(value: unknown): void {
  if (value !== Infinity) checkPositive('span', value)
}

/** Milliseconds from 0, or `Infinity` for windows that the end of the source closes. */
export function checkLateness(value: unknown): void {
  if (value !== Infinity) checkNumber('lateness', value, 0)
}

/** A number to compare with. */
export function checkThreshold(option: string, value: unknown): void {
  check(option, value, typeof value === 'number' && !Number.isNaN(value), 'a number')
}
