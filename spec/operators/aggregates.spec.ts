import fc from 'fast-check'
import {
  type Aggregate,
  combine,
  ema,
  first,
  max,
  mean,
  min,
  quantile,
  sum,
  variance,
  vwap,
} from '../../src/operators/index.js'
import { ringOfNumbers } from '../../src/operators/internal/ring.js'
import { exact, exactSum, nearest } from './exact.js'

const self = (n: number): number => n

/** The value after each step: a number enters, `null` lets the oldest leave. */
function steps<R>(aggregate: Aggregate<number, R>, ...moves: (number | null)[]): R[] {
  const state = aggregate.create()
  const inside: number[] = []
  return moves.map(move => {
    if (move === null) state.remove(inside.shift() ?? NaN)
    else {
      inside.push(move)
      state.add(move)
    }
    return state.value()
  })
}

describe('sum', () => {
  it('is what it was when a number that hid the others has left', () => {
    expect(steps(sum(self), 1e16, 0.001, null)).toEqual([1e16, 1e16, 0.001])
    expect(steps(sum(self), 1e300, 0.001, 1e-300, null, null)).toEqual([1e300, 1e300, 1e300, 0.001, 1e-300])
  })

  it('is the exact sum of doubles of any size, rounded once', () => {
    const number = fc.double({ min: -1e300, max: 1e300, noNaN: true })
    fc.assert(
      fc.property(fc.array(number), fc.nat(20), (numbers, size) => {
        const state = sum(self).create()
        numbers.forEach((n, index) => {
          state.add(n)
          const left = numbers[index - size]
          if (index >= size && left !== undefined) state.remove(left)
          // Adding 0 makes a 0 of a -0.
          expect(state.value() + 0).toBe(
            exactSum(numbers.slice(Math.max(0, index + 1 - size), index + 1)) + 0,
          )
        })
      }),
    )
  })

  it('does not drift over ten million events of any size, as adding and subtracting does', () => {
    const EVENTS = 10_000_000
    const WINDOW = 1_000
    const sizes = [1e16, 60_000, 0.001, -1e16, 1e-9, 1]
    // A generator by Lehmer (Park and Miller, 1988), so that no event need be kept to be known again.
    const numbers = function* (): Generator<number, never> {
      for (let seed = 1, index = 0; ; index++) {
        seed = (seed * 48_271) % 2_147_483_647
        yield (seed / 2_147_483_647) * (sizes[index % sizes.length] ?? 1)
      }
    }
    const state = sum(self).create()
    const entering = numbers()
    const leaving = numbers()
    const window: number[] = []
    let naive = 0
    for (let index = 0; index < EVENTS; index++) {
      const n = entering.next().value
      state.add(n)
      naive += n
      if (index >= EVENTS - WINDOW) window.push(n)
      if (index < WINDOW) continue
      const left = leaving.next().value
      state.remove(left)
      naive -= left
    }
    expect(state.value()).toBe(exactSum(window))
    expect(Math.abs(naive - exactSum(window))).toBeGreaterThan(1)
  })

  it('is what plain addition makes of NaN and infinities, for as long as they are in the window', () => {
    expect(steps(sum(self), NaN, 1, null)).toEqual([NaN, NaN, 1])
    expect(steps(sum(self), Infinity, -Infinity, 1, null, null)).toEqual([Infinity, NaN, NaN, -Infinity, 1])
  })
})

describe('mean', () => {
  it('is right again when a NaN has left', () => {
    expect(steps(mean(self), NaN, 2, 4, null)).toEqual([NaN, NaN, NaN, 3])
  })
})

describe('variance', () => {
  it('is of the window, or of what the window is a sample of', () => {
    expect(steps(variance(self), 2, 4, 9)).toEqual([0, 1, 26 / 3])
    expect(steps(variance(self, { sample: true }), 2, 4, 9)).toEqual([NaN, 2, 13])
  })

  it('is not spoilt by a price far above its own movement', () => {
    expect(steps(variance(self), 1e9 + 1, 1e9 + 2, 1e9 + 3).at(-1)).toBeCloseTo(2 / 3, 15)
    expect(steps(variance(self), 1e16, 0.001, 0.003, null).at(-1)).toBeCloseTo(1e-6, 20)
  })

  it('is right again when what it cannot square has left', () => {
    expect(steps(variance(self), 1e200, 1, 3, null)).toEqual([NaN, NaN, NaN, 1])
    expect(steps(variance(self), NaN, 1, 3, null)).toEqual([NaN, NaN, NaN, 1])
  })
})

describe('vwap', () => {
  it('weighs prices by quantities, and is NaN without any', () => {
    const state = vwap<{ price: number; quantity: number }>().create()
    state.add({ price: 10, quantity: 0 })
    expect(state.value()).toBeNaN()
    state.add({ price: 10, quantity: 1 })
    state.add({ price: 20, quantity: 3 })
    expect(state.value()).toBe(17.5)
  })
})

describe('min and max', () => {
  it('are NaN while a NaN is in the window', () => {
    expect(steps(max(self), 5, NaN, 3, 4, null, null)).toEqual([5, NaN, NaN, NaN, NaN, 4])
    expect(steps(min(self), 5, NaN, 3, 4, null, null)).toEqual([5, NaN, NaN, NaN, NaN, 3])
  })

  it('stay NaN where nothing leaves', () => {
    const state = max(self).create(true)
    for (const n of [1, NaN, 2]) state.add(n)
    expect(state.value()).toBeNaN()
  })
})

describe('first', () => {
  it('tells an event that is undefined from none', () => {
    const state = first<undefined | 1>().create(true)
    state.add(undefined)
    state.add(1)
    expect(state.value()).toBeUndefined()
  })
})

describe('ema', () => {
  it('weighs each event 1 - alpha times as much as the one after it', () => {
    expect(steps(ema(self, { alpha: 0.5 }), 1, 4, null)).toEqual([1, 3, 4])
    expect(steps(ema(self, { span: 3 }), 1, 4)).toEqual([1, 3])
  })

  it('begins anew when the window was empty', () => {
    expect(steps(ema(self, { alpha: 0.5 }), 1e16, 0.001, null, null, 5).at(-1)).toBe(5)
  })

  it('is right again when what is not finite has left', () => {
    expect(steps(ema(self, { alpha: 0.5 }), Infinity, 1, 4, null)).toEqual([NaN, NaN, NaN, 3])
  })

  it('refuses a weight that cannot be, at once', () => {
    for (const alpha of [0, -1, 1.1, NaN]) expect(() => ema(self, { alpha })).toThrow('option alpha')
    for (const span of [0.5, NaN]) expect(() => ema(self, { span })).toThrow('option span')
  })
})

describe('combine', () => {
  const given: Aggregate<number, number> = {
    create: () => {
      let total = 0
      return {
        add: n => void (total += n),
        remove: n => void (total -= n),
        value: () => total,
      }
    },
  }

  it('remembers when all its parts do, so that the window need not', () => {
    expect(combine({ sum: sum(self), max: max(self) }).create().remembers).toBe(true)
    expect(combine({ sum: sum(self), given }).create().remembers).not.toBe(true)
  })

  it('gives the events that leave to the parts that want them', () => {
    expect(steps(combine({ sum: sum(self), given }), 1, 2, null)).toEqual([
      { sum: 1, given: 1 },
      { sum: 3, given: 3 },
      { sum: 2, given: 2 },
    ])
  })
})

describe('quantile', () => {
  it('lies between two values where it falls between them', () => {
    expect(steps(quantile(0.5, self), 1, 2, 10, null)).toEqual([1, 1.5, 2, 6])
  })

  it('is right again when a NaN has left', () => {
    expect(steps(quantile(0.5, self), NaN, 1, 3, null)).toEqual([NaN, NaN, NaN, 2])
  })

  it('refuses a part that cannot be, at once', () => {
    for (const q of [-0.1, 1.1, NaN]) expect(() => quantile(q, self)).toThrow('option q')
  })
})

describe('a ring', () => {
  it('is a list with two ends', () => {
    const move = fc.oneof(
      { weight: 3, arbitrary: fc.nat() },
      { weight: 1, arbitrary: fc.constantFrom('shift' as const, 'pop' as const) },
      { weight: 1, arbitrary: fc.constant('empty' as const) },
    )
    fc.assert(
      fc.property(fc.array(move, { maxLength: 300 }), moves => {
        const ring = ringOfNumbers()
        const list: number[] = []
        for (const each of moves) {
          if (typeof each === 'number') {
            ring.push(each)
            list.push(each)
          } else if (each === 'empty') while (list.length > 0) expect(ring.shift()).toBe(list.shift())
          else expect(ring[each]()).toBe(list[each]())
          expect([ring.size, ring.first(), ring.last()]).toEqual([list.length, list[0], list.at(-1)])
        }
      }),
    )
  })
})

describe('the exact sum that the others are measured by', () => {
  it('is a double again, whichever it was', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), x =>
        expect(nearest(exact(x))).toBe(x + 0),
      ),
    )
  })
})
