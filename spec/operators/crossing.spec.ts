import fc from 'fast-check'
import { from } from 'rxjs'
import { crossing } from '../../src/operators/crossing.js'
import { watch } from '../world.js'
import { marbles } from './marbles.js'

const numbers = { '1': 1, '2': 2, '3': 3, '4': 4, '5': 5 }
const up = (value: number, level = 3) => ({ direction: 'up', value, level })
const down = (value: number, level = 3) => ({ direction: 'down', value, level })

describe('crossing', () => {
  it('emits when a number is on the other side', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -1-2-4-5-2-|', numbers)
      const subs = '         ^----------!'
      const expected = '     -----u---d-|'
      expectObservable(source.pipe(crossing(3))).toBe(expected, { u: up(4), d: down(2) })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('ignores a number that touches the level and turns back', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -1-3-2-3-3-4-3-5-|', numbers)
      const expected = '     -----------u-----|'
      expectObservable(source.pipe(crossing(3))).toBe(expected, { u: up(4) })
    })
  })

  it('begins on the side of the first number off the level', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -3-5-3-2-|', numbers)
      const expected = '     -------d-|'
      expectObservable(source.pipe(crossing(3))).toBe(expected, { d: down(2) })
    })
  })

  it('compares with the latest level, only when the source emits', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const level$ = cold('  ---3---1-------5--|', numbers)
      const source = cold('  -5---2-----2-3---4---|', numbers)
      const subs = '         ^--------------------!'
      const levelSubs = '    ^-----------------!   '
      const expected = '     -----------u-----d---|'
      const crossing$ = source.pipe(crossing(level$))
      expectObservable(crossing$).toBe(expected, { u: up(2, 1), d: down(4, 5) })
      expectSubscriptions(source.subscriptions).toBe(subs)
      expectSubscriptions(level$.subscriptions).toBe(levelSubs)
    })
  })

  it('errors with the level', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const level$ = cold('  -3-#', numbers)
      const source = cold('  --1--5--|', numbers)
      const subs = '         ^--!     '
      const expected = '     ---#     '
      expectObservable(source.pipe(crossing(level$))).toBe(expected)
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('ignores NaN', () => {
    expect(watch(from([1, NaN, 5, NaN, 1]).pipe(crossing(3))).events).toEqual([up(5), down(1)])
  })

  it('alternates, with each value beyond its level, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 })), values => {
        const { events } = watch(from(values).pipe(crossing(0)))
        const sides = values.map(Math.sign).filter(side => side !== 0)
        const changes = sides.filter((side, index) => index > 0 && side !== sides[index - 1])
        expect(events.map(({ direction }) => (direction === 'up' ? 1 : -1))).toEqual(changes)
        for (const { direction, value } of events) expect(value > 0).toBe(direction === 'up')
      }),
    )
  })

  it('reads the number from an event, and keeps the event', () => {
    marbles(({ cold, expectObservable }) => {
      const a = { symbol: 'A', price: 9 }
      const b = { symbol: 'A', price: 11 }
      const source = cold('  -a-b-b-a-|', { a, b })
      const expected = '     ---U---D-|'
      expectObservable(source.pipe(crossing(10, ({ price }) => price))).toBe(expected, {
        U: { direction: 'up', value: 11, level: 10, event: b },
        D: { direction: 'down', value: 9, level: 10, event: a },
      })
    })
  })
})
