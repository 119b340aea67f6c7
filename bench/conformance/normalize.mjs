/** Normalizes a peer's events to text that is equal where all numbers are equal. */

const number = value => String(Number(value))
const levels = pairs => pairs.map(([price, quantity]) => `${number(price)}:${number(quantity)}`).join(' ')

/** A ticker's, trade's or kline's numbers, or `[id, bids, asks]` of a diff. */
export const normalize = event =>
  event.map(value => (Array.isArray(value) ? levels(value) : number(value))).join('|')

/** A whole book, from its best prices outwards, without empty levels. */
export function normalizeBook([, bids, asks]) {
  const side = (pairs, direction) =>
    levels(pairs.filter(([, quantity]) => Number(quantity) > 0).sort(([a], [b]) => direction * (a - b)))
  return `${side(bids, -1)}|${side(asks, 1)}`
}
