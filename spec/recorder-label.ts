/** What is written into a marble: a few characters that tell its value, or else its letter. */

/** As much as a marble holds. */
const ROOM = 6

/** Of an object's fields the one that says most. Signals say what matters first, after what they have in common. */
const TELLING = ['price', 'closePrice', 'direction', 'priceChangePercent', 'quantity', 'volume', 'value']
const COMMON = ['type', 'symbol', 'time']

/** What it is called in a diagram's margin: events and signals have both. */
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
  return text === undefined || text.length > ROOM ? letter : text
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
    return both !== undefined && both.length <= ROOM ? both : textOf(value['value'])
  }
  if ('bidQuantity' in value && 'askQuantity' in value && !('type' in value)) {
    return `${textOf(value['bidQuantity'])}:${textOf(value['askQuantity'])}`
  }
  const isSignal = isNamed(value) && 'time' in value
  const telling = isSignal
    ? Object.keys(value).find(name => !COMMON.includes(name))
    : TELLING.find(name => name in value)
  return telling === undefined ? undefined : textOf(value[telling])
}

function joined(values: readonly unknown[]): string | undefined {
  const texts = values.map(textOf)
  return texts.every(text => text !== undefined) ? texts.join(' ') : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
