import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { printValue } from '../../src/validation/print-value.js'
import { costOf, longText } from './cost.js'

const isControl = (character: string): boolean =>
  character < ' ' || (character >= '\x7f' && character < '\xa0')

/**
 * Milliseconds of processor time for one print; what it guards against takes many times as long.
 */
const BUDGET = 150

describe('printValue', () => {
  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    [-0, '-0'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [12n, '12n'],
    ['it\'s "so"', '"it\'s \\"so\\""'],
    [Symbol('id'), 'Symbol(id)'],
    [() => 1, 'a function'],
    [function pick() {}, '[function pick]'],
    [{}, '{}'],
    [{ size: 5, by: { id: 'a' } }, '{ size: 5, by: { id: "a" } }'],
    [{ 'max attempts': 1 }, '{ "max attempts": 1 }'],
    [Object.assign(Object.create(null) as object, { a: 1 }), '{ a: 1 }'],
    [[], '[]'],
    [[1, [2, undefined]], '[1, [2, undefined]]'],
    [new Map([['a', [1]]]), 'Map { "a" => [1] }'],
    [new Set([1, 2]), 'Set { 1, 2 }'],
    [new Uint8Array([1, 2]), 'Uint8Array [1, 2]'],
    [new DataView(new ArrayBuffer(1)), 'DataView {}'],
    [Promise.resolve(1), 'Promise {}'],
    [Object(5), '5'],
    [Object('a'), '"a"'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(NaN), 'Invalid Date'],
    [new TypeError('no'), 'TypeError: no'],
    [new DOMException('cut', 'AbortError'), 'AbortError: cut'],
    [/a+/g, '/a+/g'],
  ])('prints %p as %s', (value, text) => {
    expect(printValue(value)).toBe(text)
  })

  it('quotes every key where asked to', () => {
    expect(printValue({ at: 1 }, { quoteKeys: true })).toBe('{ "at": 1 }')
  })

  it('recognizes values of another realm', () => {
    const foreign = (code: string): string => printValue(runInNewContext(code))
    expect(foreign('new Error("far")')).toBe('Error: far')
    expect(foreign('new Date(0)')).toBe('1970-01-01T00:00:00.000Z')
    expect(foreign('new Map([[1, [2]]])')).toBe('Map { 1 => [2] }')
    expect(foreign('new Uint8Array([7])')).toBe('Uint8Array [7]')
    expect(foreign('({ a: /x/ })')).toBe('{ a: /x/ }')
  })

  it('prints one line without control characters, whatever the value', () => {
    expect(printValue('a\nb\u2028\u202ec')).toBe('"a\\nb c"')
    expect(printValue(new Error('a\nb\x1b[31m'))).toBe('Error: a b [31m')
  })

  it('cuts a text that is longer than maxLength', () => {
    expect(printValue('x'.repeat(100))).toBe(`"${'x'.repeat(78)}…`)
    expect(printValue({ a: 'x'.repeat(100) }, { maxLength: 10 })).toBe('{ a: "xxx…')
  })

  it('does not cut a surrogate pair in half', () => {
    for (let maxLength = 2; maxLength < 12; maxLength++) {
      expect(printValue(new Error('😀'.repeat(10)), { maxLength })).not.toMatch(/\p{Surrogate}/u)
    }
  })

  it('prints … below maxDepth', () => {
    expect(printValue([[[1]]], { maxDepth: 2 })).toBe('[[…]]')
  })

  it('marks a cycle, and prints a repeated value twice', () => {
    const cyclic: Record<string, unknown> = { name: 'a' }
    cyclic['self'] = cyclic
    expect(printValue(cyclic)).toBe('{ name: "a", self: [circular] }')
    const one = { a: 1 }
    expect(printValue([one, one])).toBe('[{ a: 1 }, { a: 1 }]')
  })

  it.each<[string, () => unknown]>([
    ['an array nested 100,000 deep', () => nested(100_000)],
    ['a list of five million elements', () => Array.from<number>({ length: 5_000_000 })],
    ['a typed array of 20 MB', () => new Uint8Array(20_000_000)],
    ['a string of 20 MB', () => longText(20_000_000)],
    ['a boxed string of 20 MB', () => Object(longText(20_000_000)) as unknown],
    ['a key of 20 MB', () => ({ [longText(20_000_000)]: 1 })],
    ['an error of 20 MB', () => new Error(longText(20_000_000))],
    ['a bigint of a million digits', () => 10n ** 1_000_000n],
    ['a set of many elements', () => new Set(Array.from({ length: 300_000 }, (_, index) => index))],
  ])('costs little for %s', (_, make) => {
    const value = make()
    let text = ''
    expect(costOf(() => (text = printValue(value)))).toBeLessThan(BUDGET)
    expect(text.length).toBeLessThanOrEqual(80)
  })

  it('enumerates the keys of an object once', () => {
    let enumerations = 0
    const counted: Record<string, unknown> = new Proxy<Record<string, unknown>>(
      { a: 1 },
      { ownKeys: target => (enumerations++, Reflect.ownKeys(target)) },
    )
    expect(printValue([counted])).toBe('[{ a: 1 }]')
    expect(enumerations).toBe(1)
  })

  it('costs one enumeration for many keys, also with cycles', () => {
    const wide: Record<string, unknown> = {}
    for (let index = 0; index < 300_000; index++) wide[`k${index}`] = wide
    const enumeration = costOf(() => Object.keys(wide))
    let text = ''
    expect(costOf(() => (text = printValue(wide)))).toBeLessThan(3 * enumeration + BUDGET)
    expect(text).toMatch(/^\{ k0: \[circular\], k1: .*…$/)
  })

  it('prints … for unreadable properties', () => {
    const throwing = (): never => {
      throw new Error('no entry')
    }
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    expect(printValue({ a: 1, get b() { return throwing() } })).toBe('{ a: 1, b: …') // prettier-ignore
    expect(printValue(new Proxy({}, { ownKeys: throwing }))).toBe('…')
    expect(printValue(revoked.proxy)).toBe('…')
    expect(printValue({ get [Symbol.toStringTag]() { return throwing() } })).toBe('…') // prettier-ignore
    expect(printValue({ [Symbol.toStringTag]: 'Date' })).toBe('…')
    expect(printValue(Object.assign(() => 1, { toString: throwing }))).toBe('a function')
  })

  it('keeps its bounds and never throws, for any value', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withBoxedValues: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withNullPrototype: true,
          withObjectString: true,
          withSparseArray: true,
        }),
        fc.integer({ min: 1, max: 100 }),
        (value, maxLength) => {
          const text = printValue(value, { maxLength })
          expect(text.length).toBeLessThanOrEqual(maxLength)
          expect(text.split('').some(isControl)).toBe(false)
        },
      ),
    )
  })
})

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = [value]
  return value
}
