/**
 * Checks of options. Each throws `INVALID_OPTION` with the option, its value and what is allowed.
 */
import { InvalidOptionError } from './invalid-option-error.js'
import { MAX_DELAY } from './limits.js'
import { nearestName } from './nearest-name.js'
import { printValue } from './print-value.js'
import { redactUrls } from './redact-url.js'

/** Throws unless `isValid`. `allowed` completes the sentence "should be …". */
export function check(option: string, value: unknown, isValid: boolean, allowed: string): void {
  if (!isValid) throw new InvalidOptionError(option, `should be ${allowed}, got ${printValue(value)}`)
}

/** An integer from `min` to `max`. */
export function checkInteger(option: string, value: unknown, min: number, max = Infinity): void {
  const range = max === Infinity ? `from ${min}` : `from ${min} to ${max}`
  check(option, value, isInteger(value, min, max), `an integer ${range}`)
}

/** An integer from 1, or no limit. */
export function checkLimit(option: string, value: unknown): void {
  check(option, value, value === Infinity || isInteger(value, 1), 'an integer from 1, or Infinity')
}

/** Milliseconds, from `min` up to the longest timer. */
export function checkDuration(option: string, value: unknown, min = 1): void {
  const isValid = typeof value === 'number' && value >= min && value <= MAX_DELAY
  check(option, value, isValid, `milliseconds from ${min} to ${MAX_DELAY}`)
}

/** A finite number above 0. */
export function checkPositive(option: string, value: unknown): void {
  check(option, value, typeof value === 'number' && value > 0 && value < Infinity, 'a number above 0')
}

/** A finite number from `min` to `max`. */
export function checkNumber(option: string, value: unknown, min: number, max = Infinity): void {
  const range = max === Infinity ? `from ${min}` : `from ${min} to ${max}`
  check(option, value, isNumber(value, min, max), `a number ${range}`)
}

/** A function; `what` describes it, such as `a function from an event to a number`. */
export function checkFunction(option: string, value: unknown, what: string): void {
  check(option, value, typeof value === 'function', what)
}

export function checkBoolean(option: string, value: unknown): void {
  check(option, value, typeof value === 'boolean', 'true or false')
}

/** One of a few values. */
export function checkOneOf(option: string, value: unknown, allowed: readonly unknown[]): void {
  const list = allowed.map(one => printValue(one))
  const text = list.length > 1 ? `${list.slice(0, -1).join(', ')} or ${list.at(-1)}` : (list[0] ?? 'nothing')
  check(option, value, allowed.includes(value), text)
}

/**
 * Other names for an option, each with the name that is probably meant:
 * `{ size: 'maxConnections' }`.
 */
export type OptionHints = Readonly<Record<string, string>>

/**
 * An object with no other properties than `names`; `subject` is the function that takes the
 * options, such as `binance`. Properties that are `undefined` count as left out, whatever their
 * name.
 *
 * @param path of the object within the options, such as `reconnect`; empty for the options
 *   themselves
 * @param hints names that are no options, each with the option that is probably meant
 */
export function checkOptions(
  subject: string,
  options: unknown,
  names: readonly string[],
  path = '',
  hints: OptionHints = {},
): asserts options is Readonly<Record<string, unknown>> {
  const example = names.length === 0 ? '{}' : `{ ${names[0]}: … }`
  if (!isRecord(options)) {
    throw new InvalidOptionError(
      path === '' ? 'options' : path,
      `of ${subject} should be an object such as ${example}, got ${printValue(options)}`,
    )
  }
  for (const name of Object.keys(options)) {
    if (names.includes(name) || isLeftOut(options, name)) continue
    const nearest = nearestName(name, [...names, ...Object.keys(hints)])
    const meant = nearest === undefined ? undefined : (hints[nearest] ?? nearest)
    const advice = meant === undefined ? '' : ` Did you mean ${meant}?`
    throw new InvalidOptionError(
      printName(path === '' ? name : `${path}.${name}`),
      `is not an option of ${subject}.${advice} Options${path === '' ? '' : ` of ${path}`}: ${names.join(', ')} (got ${printOption(options, name)})`,
    )
  }
}

/**
 * A boolean, or an object of options, which `readOptions` checks.
 *
 * @param example such as `{ level: 6 }`
 */
export function checkBooleanOrObject(
  option: string,
  value: unknown,
  example: string,
): asserts value is boolean | object {
  const isObject = typeof value === 'object' && value !== null
  check(option, value, isObject || typeof value === 'boolean', `true, false or an object such as ${example}`)
}

/** Any `SchedulerLike` of RxJS. */
export function checkScheduler(option: string, value: unknown): void {
  const isScheduler =
    typeof value === 'object' &&
    value !== null &&
    ['now', 'schedule'].every(name => typeof (value as Record<string, unknown>)[name] === 'function')
  check(option, value, isScheduler, 'a SchedulerLike, with now() and schedule()')
}

export const isInteger = (value: unknown, min: number, max = Infinity): value is number =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max

/** A finite number from `min` to `max`. */
export const isNumber = (value: unknown, min: number, max = Infinity): value is number =>
  Number.isFinite(value) && (value as number) >= min && (value as number) <= max

/** Whether `value` is an object of options: no array, no Date, no Map. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  try {
    return Object.prototype.toString.call(value) === '[object Object]'
  } catch {
    // A revoked proxy, or a toStringTag that throws: no object that options can be read from.
    return false
  }
}

function printOption(options: Readonly<Record<string, unknown>>, name: string): string {
  try {
    return redactUrls(printValue(options[name]))
  } catch {
    // A getter that throws has no value to print.
    return '…'
  }
}

function isLeftOut(options: Readonly<Record<string, unknown>>, name: string): boolean {
  try {
    return options[name] === undefined
  } catch {
    // A getter that throws: the property is there, whatever its value.
    return false
  }
}

const printName = (name: string): string => (/^[\w.$[\]-]{1,60}$/.test(name) ? name : printValue(name))
