/** Sums of doubles as whole numbers, with nothing rounded: what the aggregates are measured by. */

/** Every double is a whole multiple of 2 ** -1074. */
const UNIT = -1074

/** `x` as a multiple of 2 ** -1074. */
export function exact(x: number): bigint {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, x)
  const raw = bits.getBigUint64(0)
  const exponent = (raw >> 52n) & 0x7ffn
  const fraction = raw & 0xfffffffffffffn
  const magnitude = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n)
  return raw >> 63n === 1n ? -magnitude : magnitude
}

/** The double nearest to `whole` times 2 ** `exponent`. */
export function nearest(whole: bigint, exponent = UNIT): number {
  const magnitude = whole < 0n ? -whole : whole
  const spare = magnitude.toString(2).length - 64
  if (spare <= 0) return Number(whole) * 2 ** exponent
  const top = magnitude >> BigInt(spare)
  // Any part that is cut off breaks a tie.
  const rest = magnitude === top << BigInt(spare) ? 0n : 1n
  return Number(whole < 0n ? -(top | rest) : top | rest) * 2 ** (spare + exponent)
}

export function exactSum(values: readonly number[]): number {
  return nearest(values.reduce((sum, x) => sum + exact(x), 0n))
}

export function exactVariance(values: readonly number[]): number {
  const n = BigInt(values.length)
  const sum = values.reduce((total, x) => total + exact(x), 0n)
  const squares = values.reduce((total, x) => total + exact(x) ** 2n, 0n)
  return nearest(((n * squares - sum ** 2n) << 128n) / n ** 2n, 2 * UNIT - 128)
}
