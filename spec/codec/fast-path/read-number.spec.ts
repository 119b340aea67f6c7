import { decimalEnd, readDouble, readInteger } from '../../../src/codec/fast-path/read-number.js'
import { runs } from '../../runs.js'

const out = new Float64Array(1)
/** Rows of a table: a title of bearable length, and the text. */
const titled = (texts: readonly string[]): [string, string][] =>
  texts.map(text => [text.length > 40 ? `${text.slice(0, 40)}…` : text, text])

const encoder = new TextEncoder()
const bytesOf = (text: string): Uint8Array => encoder.encode(text)
const place = new Uint8Array(2_000)

/** The result of reading a text at the third place, before a quote: the number, or `undefined`. */
function readWith(read: typeof readDouble, text: string): number | undefined {
  out[0] = NaN
  encoder.encodeInto(`ab${text}"`, place)
  return read(place, 2, out) === 2 + text.length ? out[0] : undefined
}

/** Random integers from a seed (mulberry32, as good as any here). */
function dice(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

describe('a decimal', () => {
  it('equals the result of Number, bit for bit', () => {
    const roll = dice(20261122)
    const nine = (): string => String(1_000_000_000 + roll(1_000_000_000)).slice(1)
    const digits = (most: number): string =>
      (most > 18 ? nine() + nine() : '').concat(nine(), nine()).slice(0, 1 + roll(most))
    const wrong: string[] = []
    // Exact halves between two doubles, and their neighbours, show rounding errors.
    const half = (): string => {
      const whole = 2 ** (20 + roll(31)) + roll(1000)
      return `${whole}.${['5', '25', '125', '0625', '49999999', '50000001', '99999999'][roll(7)]}`
    }
    for (let n = 0; n < runs(50_000, 1_000_000); n++) {
      const sign = roll(8) === 0 ? '-' : ''
      const kind = roll(10)
      const text =
        kind === 0
          ? sign + half()
          : kind === 1
            ? `${sign}${digits(25)}.${digits(30)}`
            : kind === 2
              ? sign + digits(20)
              : `${sign}${digits(11)}.${digits(9)}`
      if (!Object.is(readWith(readDouble, text), Number(text))) wrong.push(text)
    }
    expect(wrong).toEqual([])
  })

  it.each(
    titled([
      '0',
      '-0',
      '0.00000000',
      '-0.0',
      '00012.50',
      '9007199254740991',
      '9007199254740993',
      '9007199254740993.00000000',
      '0.1',
      '179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880',
      `0.${'0'.repeat(330)}1`,
      '123456789012345.123456789012345',
      '4503599627370496.5',
      '4503599627370497.5',
      '1.0000000000000001110223024625156540423631668090820312500000000000001',
    ]),
  )('of %s is the nearest double', (_, text) => {
    expect(readWith(readDouble, text)).toBe(Number(text))
  })

  it("is left to the strict path beyond a double's range", () => {
    expect(readWith(readDouble, `${'9'.repeat(400)}.5`)).toBeUndefined()
    expect(readWith(readDouble, `-${'9'.repeat(309)}`)).toBeUndefined()
  })

  it('is left to the strict path when longer than any decimal', () => {
    for (const text of [`0.${'1'.repeat(999)}`, `${'0'.repeat(990)}1.00000000000000000000`]) {
      expect(readWith(readDouble, text)).toBeUndefined()
      expect(decimalEnd(bytesOf(`${text}"`), 0)).toBe(-1)
    }
    expect(readWith(readDouble, `0.${'1'.repeat(998)}`)).toBe(Number(`0.${'1'.repeat(998)}`))
  })

  it.each(['', '-', '.5', '5.', '-.5', '1e5', '1.5e-3', '+1', ' 1', '1_0', '0x10', 'NaN', 'Infinity', '１'])(
    'is not "%s"',
    text => {
      expect(readWith(readDouble, text)).toBeUndefined()
      expect(decimalEnd(bytesOf(`${text}"`), 0) === text.length).toBe(false)
    },
  )
})

describe('an integer', () => {
  it.each([
    0, 7, -1, 999999999, 1000000000, 1672515782136, 1672515782136123, 9007199254740991, -9007199254740991,
  ])('of %d is read', number => {
    expect(readWith(readInteger, String(number))).toBe(number)
  })

  it('keeps the sign of a zero, as JSON.parse does', () => {
    expect(readWith(readInteger, '-0')).toBe(-0)
  })

  it.each(
    titled([
      '',
      '-',
      '01',
      '-01',
      '1.0',
      '1e3',
      '9007199254740992',
      '10000000000000000',
      '1'.repeat(400),
      '+1',
      '"1',
    ]),
  )('is not %s', (_, text) => {
    expect(readWith(readInteger, text)).toBeUndefined()
  })
})
