/** Draws numbers as text. */

const BARS = '▁▂▃▄▅▆▇█'

/**
 * Draws the last `width` numbers as bars between their minimum and maximum, newest at the right.
 */
export function sparkline(numbers: readonly number[], width: number): string {
  const shown = numbers.slice(-width)
  const min = Math.min(...shown)
  const span = Math.max(...shown) - min
  const bars = shown.map(number => {
    const level = span === 0 ? 0.4 : (number - min) / span
    return BARS[Math.round(level * (BARS.length - 1))] ?? ''
  })
  return bars.join('').padStart(width)
}

export interface Candle {
  readonly openPrice: number
  readonly highPrice: number
  readonly lowPrice: number
  readonly closePrice: number
}

/**
 * Draws a horizontal candle, low at the left: the wick `─`, the body from open to close `█`, or `┃`
 * where they are equal.
 */
export function candle({ openPrice, highPrice, lowPrice, closePrice }: Candle, width: number): string {
  const span = highPrice - lowPrice
  const at = (price: number) =>
    Math.round(span === 0 ? (width - 1) / 2 : ((price - lowPrice) / span) * (width - 1))
  const [from, to] = [at(Math.min(openPrice, closePrice)), at(Math.max(openPrice, closePrice))]
  const [first, last] = [at(lowPrice), at(highPrice)]
  const body = openPrice === closePrice ? '┃' : '█'
  return Array.from({ length: width }, (_, cell) =>
    cell >= from && cell <= to ? body : cell >= first && cell <= last ? '─' : ' ',
  ).join('')
}
