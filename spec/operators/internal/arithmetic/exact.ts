/**
 * Arithmetic on decimals and doubles as BigInts, with nothing rounded: the reference for the
 * aggregates.
 */

/** Places of the finest decimal that a double is read as. */
const PLACES = 15

/**
 * Values are integer multiples of 10 ** -15 * 2 ** -1074: every decimal and every double is one.
 */
const UNIT = (10n ** BigInt(PLACES)) << 1074n

/**
 * The number that `x` represents: its decimal, if that has at most 15 digits and 8 places or 12
 * digits and 15 places; else its exact value.
 */
export function exact(x: number): bigint {
  const text = x.toPrecision(15)
  if (Number(text) === x) {
    const [, sign = '', integer = '', fraction = '', exponent = '0'] =
      /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? []
    const digits = (integer + fraction).replace(/0+$/, '')
    const places = digits.length - integer.length - Number(exponent)
    const significant = digits.replace(/^0+/, '').length
    if (places <= (significant > 12 ? 8 : PLACES) && Math.abs(x) < 1e15) {
      const size = BigInt(digits || '0') * 10n ** BigInt(Math.max(0, PLACES - places))
      return (sign === '-' ? -size : size) << 1074n
    }
  }
  return binary(x) * 10n ** BigInt(PLACES)
}

/** `x` as a multiple of 2 ** -1074. */
export function binary(x: number): bigint {
  const raw = rawOf(x)
  const exponent = (raw >> 52n) & 0x7ffn
  const fraction = raw & 0xfffffffffffffn
  const magnitude = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n)
  return raw >> 63n === 1n ? -magnitude : magnitude
}

/**
 * The double nearest to a quotient, by definition: of a few doubles near it, the one at the least
 * distance; ties to even.
 */
export function nearest(numerator: bigint, denominator: bigint): number {
  const [a, b] = [abs(numerator), abs(denominator)]
  if (a === 0n) return 0
  const near = approximate(a, b)
  if (!Number.isFinite(near)) return numerator < 0n !== denominator < 0n ? -near : near
  const wanted = a << 1074n
  const distance = (raw: bigint): bigint => abs(wanted - binary(fromRaw(raw)) * b)
  const raws = [-1n, 0n, 1n].map(step => rawOf(near) + step).filter(raw => raw >= 0n)
  const [best = 0n] = raws.sort((x, y) => sign(distance(x) - distance(y)) || Number((x & 1n) - (y & 1n)))
  return numerator < 0n !== denominator < 0n ? -fromRaw(best) : fromRaw(best)
}

/** A quotient to within a unit in the last place, from its first 40 digits. */
function approximate(a: bigint, b: bigint): number {
  const shift = 40 - (a.toString().length - b.toString().length)
  const scaled = shift > 0 ? a * 10n ** BigInt(shift) : a
  const divisor = shift < 0 ? b * 10n ** BigInt(-shift) : b
  return Number(`${scaled / divisor}e${-shift}`)
}

const sign = (n: bigint): number => (n < 0n ? -1 : n > 0n ? 1 : 0)

function rawOf(x: number): bigint {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, x)
  return bits.getBigUint64(0)
}

function fromRaw(raw: bigint): number {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setBigUint64(0, raw)
  return bits.getFloat64(0)
}

export const exactSum = (values: readonly number[]): number => nearest(total(values), UNIT)

export const exactMean = (values: readonly number[]): number =>
  nearest(total(values), UNIT * BigInt(values.length))

type Deals = readonly (readonly [price: number, quantity: number])[]

/** The average of prices weighted by quantities. */
export const exactAverage = (deals: Deals): number =>
  nearest(
    deals.reduce((sum, deal) => sum + weigh(deal)[0], 0n),
    deals.reduce((sum, deal) => sum + weigh(deal)[1], 0n) * UNIT,
  )

export const exactProducts = (deals: Deals): number =>
  nearest(
    deals.reduce((sum, deal) => sum + weigh(deal)[0], 0n),
    UNIT ** 2n,
  )

/** Price times quantity, and the quantity: both as doubles where one of them is no decimal. */
function weigh([price, quantity]: Deals[number]): [bigint, bigint] {
  const isDecimal = [price, quantity].every(x => exact(x) % (1n << 1074n) === 0n && Math.abs(x) < 1e15)
  const read = isDecimal ? exact : (x: number) => binary(x) * 10n ** BigInt(PLACES)
  return [read(price) * read(quantity), read(quantity)]
}

export function exactVariance(values: readonly number[], divisor = values.length): number {
  const n = BigInt(values.length)
  const sum = total(values)
  const squares = values.reduce((all, x) => all + exact(x) ** 2n, 0n)
  return nearest(n * squares - sum ** 2n, UNIT ** 2n * n * BigInt(divisor))
}

function total(values: readonly number[]): bigint {
  return values.reduce((sum, x) => sum + exact(x), 0n)
}

function abs(n: bigint): bigint {
  return n < 0n ? -n : n
}
