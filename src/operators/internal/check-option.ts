/** What an operator's number must be. A wrong one throws where the operator is made, not when an event comes. */
import { InvalidOptionError } from '../../model/errors.js'

/** Longer timers of RxJS and of Node fire at once. */
const MAX_DELAY = 2 ** 31 - 1

/** A number of things. */
export function checkCount(option: string, value: number): void {
  check(option, value, isCount(value), 'a whole number from 1')
}

/** A number of things, or no limit. */
export function checkLimit(option: string, value: number): void {
  check(option, value, value === Infinity || isCount(value), 'a whole number from 1, or Infinity')
}

/** A span of time, in milliseconds. */
export function checkDuration(option: string, value: number, least = 1): void {
  check(option, value, value >= least && value <= MAX_DELAY, `milliseconds from ${least} to ${MAX_DELAY}`)
}

/** An amount of something. */
export function checkPositive(option: string, value: number): void {
  check(option, value, value > 0 && value < Infinity, 'a number above 0')
}

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1

function check(option: string, value: unknown, isRight: boolean, allowed: string): void {
  if (!isRight) throw new InvalidOptionError(option, `should be ${allowed}, got ${String(value)}`)
}
