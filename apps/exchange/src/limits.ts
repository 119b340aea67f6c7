/** Parses `--limit NAME=VALUE`. */
import { binanceLimits, type Limits } from 'rxmarket/simulator'
import { Failure, USAGE } from './failure.js'

/**
 * The limits by name; the last of a repeated one counts. Throws a {@link Failure}; the exchange
 * checks the range of each.
 */
export function parseLimits(texts: readonly string[]): Partial<Limits> {
  return Object.fromEntries(texts.map(parseLimit))
}

function parseLimit(text: string): [name: string, value: number] {
  const [name = '', value] = text.split(/=(.*)/s)
  if (value === undefined) {
    throw new Failure(`--limit must be NAME=VALUE, such as messagesPerSecond=10, not '${text}'`, USAGE)
  }
  const names = Object.keys(binanceLimits)
  if (!names.includes(name)) {
    throw new Failure(`--limit must name one of ${names.join(', ')}, not '${name}'`, USAGE)
  }
  const number = value.trim() === '' ? NaN : Number(value.replaceAll('_', ''))
  if (!(number >= 0)) {
    throw new Failure(
      `--limit ${name} must be a number from 0, or Infinity for no limit, not '${value}'`,
      USAGE,
    )
  }
  return [name, number]
}
