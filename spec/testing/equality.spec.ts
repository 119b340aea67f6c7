import fc from 'fast-check'
import { TestScheduler } from 'rxjs/testing'
import { InvalidOptionError, MarketClosedError } from '../../src/index.js'
import { describeDifference, differences } from '../../src/testing/marbles/difference.js'
import { drawTogether } from '../../src/testing/marbles/draw.js'
import { show } from '../../src/testing/marbles/show.js'

const described = (actual: unknown, expected: unknown) =>
  differences(actual, expected).map(describeDifference)

describe('deep equality', () => {
  // For Jest, an invalid date does not equal another.
  const primitives = [fc.boolean(), fc.maxSafeInteger(), fc.double(), fc.string(), fc.bigInt()]
  const leaves = [...primitives, fc.constantFrom(null, undefined), fc.date({ noInvalidDate: true })]
  const value = fc.anything({ maxDepth: 3, values: leaves })

  it('agrees with Jest on values of every kind', () => {
    const jestAgrees = (a: unknown, b: unknown): boolean => {
      try {
        expect(a).toEqual(b)
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(differences(a, b).length === 0).toBe(jestAgrees(a, b))
        expect(differences(a, a)).toEqual([])
      }),
    )
  })

  it('reports where values differ', () => {
    expect(described({ bids: [[1, 2]], a: 1 }, { bids: [[1, 3]], a: 1 })).toEqual([
      '.bids[0][1] is 2, expected 3',
    ])
    expect(described([1, 2], [1])).toEqual(['.length is 2, expected 1', '[1] is 2, expected undefined'])
    expect(described({ 'a-b': 1 }, {})).toEqual(['["a-b"] is 1, expected undefined'])
    expect(described(new Map([['a', 1]]), new Map([['a', 2]]))).toEqual(['[0][1] is 1, expected 2'])
    expect(described(new Set([1]), new Set([1]))).toEqual([])
    expect(described([1], { 0: 1 })).toEqual(['it is [1], expected { 0: 1 }'])
    expect(described(0, -0)).toEqual(['it is 0, expected -0'])
  })

  it('compares errors by message and fields, also with plain objects', () => {
    expect(described(new MarketClosedError(), new MarketClosedError())).toEqual([])
    expect(
      described(new InvalidOptionError('a', 'is wrong'), new InvalidOptionError('b', 'is wrong')),
    ).toEqual([
      '.message is "option a is wrong", expected "option b is wrong"',
      '.option is "a", expected "b"',
    ])
    expect(described(new MarketClosedError(), { code: 'MARKET_CLOSED' })).toEqual([])
    expect(described(new MarketClosedError(), { code: 'X' })).toEqual([
      '.code is "MARKET_CLOSED", expected "X"',
    ])
    expect(described(new Error('a'), 'a')).toEqual(['it is Error: a, expected "a"'])
  })

  it('ends at circular values', () => {
    const ring = (): object => {
      const self: Record<string, unknown> = { a: 1 }
      self['self'] = self
      return self
    }
    expect(described(ring(), ring())).toEqual([])
    expect(show(ring())).toBe('{ a: 1, self: [circular] }')
  })
})

describe('deep equality of objects with hidden content', () => {
  class Hidden {
    readonly #value: unknown
    constructor(value: unknown) {
      this.#value = value
    }
    read(): unknown {
      return this.#value
    }
  }
  class HiddenBeside extends Hidden {
    readonly currency = 'USD'
  }
  class Getter extends Hidden {
    get value(): unknown {
      return this.read()
    }
  }
  class Text extends Hidden {
    override toString(): string {
      return String(this.read())
    }
  }
  class Equals extends Hidden {
    equals(other: Hidden): boolean {
      return this.read() === other.read()
    }
  }
  class Endless extends Hidden {
    get next(): Endless {
      return new Endless(this.read())
    }
    get value(): unknown {
      return this.read()
    }
  }
  class Open {
    constructor(readonly value: number) {}
  }
  const key = Symbol('key')
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

  it.each<[string, (value: number) => unknown]>([
    ['a private field and a getter', value => new Getter(value)],
    ['a private field and toString', value => new Text(value)],
    ['a private field and equals', value => new Equals(value)],
    ['a private object behind a getter', value => new Getter({ price: value })],
    ['getters of its own class without end', value => new Endless(value)],
    ['public fields', value => new Open(value)],
    ['a pattern', value => new RegExp(`a${value}`)],
    ['flags', value => new RegExp('a', value === 1 ? 'g' : 'i')],
    ['a URL', value => new URL(`wss://localhost/${value}`)],
    ['search parameters', value => new URLSearchParams({ value: String(value) })],
    ['a boxed number', value => new Number(value)],
    ['a boxed string', value => new String(value)],
    ['a boxed boolean', value => new Boolean(value === 1)],
    ['a boxed bigint', value => Object(BigInt(value)) as unknown],
    ['an ArrayBuffer', value => bytes(1, value).buffer],
    ['a SharedArrayBuffer', value => new SharedArrayBuffer(value)],
    ['a DataView', value => new DataView(bytes(1, value).buffer, 1)],
    ['bytes', value => bytes(1, value)],
    ['a Buffer', value => Buffer.from([1, value])],
    ['doubles', value => Float64Array.from([1, value])],
    ['a symbol key', value => ({ [key]: value })],
    ['a symbol key of an array', value => Object.assign([1], { [key]: value })],
    ['a Map', value => new Map([['a', value]])],
    ['a Set', value => new Set([value])],
    ['a time', value => new Date(value)],
    ['a property of a Date', value => Object.assign(new Date(0), { value })],
    ['a cause', value => new Error('a', { cause: value })],
    ['several errors', value => new AggregateError([value])],
  ])('compares %s', (_what, create) => {
    expect(differences(create(1), create(2))).not.toEqual([])
    expect(differences({ a: [create(1)] }, { a: [create(2)] })).not.toEqual([])
    expect(differences(create(1), create(1))).toEqual([])
  })

  it.each<[string, () => unknown]>([
    ['a private field', () => new Hidden(1)],
    ['a private field beside public ones', () => new HiddenBeside(1)],
    ['a promise', () => Promise.resolve(1)],
    ['a WeakMap', () => new WeakMap()],
  ])('takes only the same object for equal where %s is opaque', (_what, create) => {
    const value = create()
    expect(differences({ value }, { value })).toEqual([])
    expect(differences({ value }, { value: create() })).toHaveLength(1)
    expect(described(value, create())[0]).toContain(
      '(not the same object, and its private state cannot be compared)',
    )
  })

  it('names the getter, the byte or the symbol that differs', () => {
    expect(described(new Getter({ price: 1 }), new Getter({ price: 2 }))).toEqual([
      '.value.price is 1, expected 2',
    ])
    expect(described(bytes(1, 2).buffer, bytes(1, 3).buffer)).toEqual(['[1] is 2, expected 3'])
    expect(described({ [key]: 1 }, { [key]: 2 })).toEqual(['[Symbol(key)] is 1, expected 2'])
    expect(described(new Error('a', { cause: 'x' }), new Error('a'))).toEqual([
      '.cause is "x", expected undefined',
    ])
  })
})

describe('a drawn diagram', () => {
  it('is parsed by RxJS as what was drawn', () => {
    const moment = fc.record({
      after: fc.oneof(fc.nat(8), fc.nat(5_000)),
      letters: fc.integer({ min: 1, max: 3 }),
    })
    const row = fc.array(moment, { minLength: 1, maxLength: 6 }).map(moments => {
      let frame = 0
      return moments.flatMap(({ after, letters }) => {
        const at = frame + after
        frame = at + (letters > 1 ? letters + 2 : 1)
        return Array.from({ length: letters }, () => ({ frame: at, mark: 'a' }))
      })
    })
    const frameTimeFactor = TestScheduler.frameTimeFactor
    TestScheduler.frameTimeFactor = 1
    try {
      fc.assert(
        fc.property(fc.array(row, { minLength: 1, maxLength: 3 }), rows => {
          drawTogether(rows).forEach((diagram, index) => {
            const read = TestScheduler.parseMarbles(diagram, undefined, undefined, false, true)
            expect(read.map(({ frame }) => frame)).toEqual(rows[index]?.map(({ frame }) => frame))
          })
        }),
      )
    } finally {
      TestScheduler.frameTimeFactor = frameTimeFactor
    }
  })
})
