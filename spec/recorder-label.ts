/** The text in a marble: its value where that is short, otherwise its letter. */

/** Characters in a marble. */
const MAX_LENGTH = 6

/** The most significant field of an object. Signals have theirs first, after the common ones. */
const SIGNIFICANT = ['price', 'closePrice', 'direction', 'priceChangePercent', 'quantity', 'volume', 'value']
const COMMON = ['type', 'symbol', 'time']

/** Its label in a diagram's margin. Events and signals have both. */
export interface Named {
  readonly type: string
  readonly symbol: string
}

export function isNamed(value: unknown): value is Named {
  return isObject(value) && typeof value['type'] === 'string' && typeof value['symbol'] === 'string'
}

/** `letter` where the value is too long to be written. */
export function labelOf(value: unknown, letter: string): string {
  const text = textOf(value)
  return text === undefined || text.length > MAX_LENGTH ? letter : text
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(Number(value.toPrecision(4)))
  if (typeof value === 'string' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return joined(value)
  if (!isObject(value)) return undefined
  // A matcher such as `expect.closeTo(101.5)`.
  if ('$$typeof' in value && 'sample' in value) return textOf(value['sample'])
  if ('key' in value && 'value' in value) {
    const both = joined([value['key'], value['value']])
    return both !== undefined && both.length <= MAX_LENGTH ? both : textOf(value['value'])
  }
  if (value['type'] === 'gap') return `gap ${textOf(value['missing']) ?? ''}`.trim()
  if ('bidQuantity' in value && 'askQuantity' in value && !('type' in value)) {
    return `${textOf(value['bidQuantity'])}:${textOf(value['askQuantity'])}`
  }
  const isSignal = isNamed(value) && 'time' in value
  const significant = isSignal
    ? Object.keys(value).find(name => !COMMON.includes(name))
    : SIGNIFICANT.find(name => name in value)
  return significant === undefined ? undefined : textOf(value[significant])
}

function joined(values: readonly unknown[]): string | undefined {
  const texts = values.map(textOf)
  return texts.every(text => text !== undefined) ? texts.join(' ') : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
