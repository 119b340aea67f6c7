/** Glyphs: numbers drawn as text. */

const BARS = '▁▂▃▄▅▆▇█'

/** The last `width` numbers as bars between their least and greatest, newest at the right. */
export function sparkline(numbers: readonly number[], width: number): string {
  const shown = numbers.slice(-width)
  const least = Math.min(...shown)
  const span = Math.max(...shown) - least
  const bars = shown.map(number => {
    const level = span === 0 ? 0.4 : (number - least) / span
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

/** A candle lying on its side, low at the left: the wick `─`, the body from open to close `█`, or `┃` where they are equal. */
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
