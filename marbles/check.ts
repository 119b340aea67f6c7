/** Checks of options of strategies. Throw when the strategy is created, before it subscribes. */
import { InvalidOptionError } from 'rxmarket'

/** An amount above 0. */
export function checkAbove0(option: string, value: number): void {
  check(option, value, value > 0 && value < Infinity, 'a number above 0')
}

/** A number of klines. */
export function checkCount(option: string, value: number): void {
  check(option, value, Number.isInteger(value) && value > 0, 'an integer above 0')
}

/** A percentage between 0 and 100. */
export function checkPercent(option: string, value: number): void {
  check(option, value, value > 0 && value < 100, 'a number between 0 and 100')
}

function check(option: string, value: number, isRight: boolean, allowed: string): void {
  if (!isRight) throw new InvalidOptionError(option, `should be ${allowed}, got ${String(value)}`)
}
