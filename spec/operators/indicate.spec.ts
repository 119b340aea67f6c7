import fc from 'fast-check'
import { from, of, throwError } from 'rxjs'
import { BollingerBands, EMA, MACD, RSI, SMA } from 'trading-signals'
import { indicate, type Indicator } from '../../src/operators/indicate.js'
import { onlyClosed } from '../../src/operators/only-closed.js'
import { createWorld, watch } from '../world.js'
import { marbles } from './marbles.js'

const itself = (value: number): number => value

/** An indicator by hand, as small as one can be. */
function maximum(): Indicator<number, number> {
  let result: number | undefined
  return {
    update: (value, replace) => (result = replace ? value : Math.max(value, result ?? -Infinity)),
    getResult: () => result,
  }
}

describe('indicate', () => {
  it('emits once the indicator is stable', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a-b-c-d-|', { a: 1, b: 2, c: 3, d: 7 })
      const subs = '         ^--------!'
      const expected = '     -----x-y-|'
      const average$ = source.pipe(indicate(() => new SMA(3), itself))
      expectObservable(average$).toBe(expected, { x: 2, y: 4 })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('creates an indicator for each subscription', () => {
    let made = 0
    const average$ = of(1, 2, 3).pipe(
      indicate(() => {
        made++
        return new SMA(2)
      }, itself),
    )
    expect(made).toBe(0)
    expect(watch(average$).events).toEqual([1.5, 2.5])
    expect(watch(average$).events).toEqual([1.5, 2.5])
    expect(made).toBe(2)
  })

  it('corrects a running value in place of counting it again', () => {
    const updates = [
      { bar: 1, price: 10 },
      { bar: 2, price: 20 },
      { bar: 2, price: 40 },
      { bar: 3, price: 10 },
      { bar: 3, price: 60 },
    ]
    const average$ = from(updates).pipe(
      indicate(
        () => new SMA(2),
        ({ price }) => price,
        ({ bar }, last) => bar === last.bar,
      ),
    )
    expect(watch(average$).events).toEqual([15, 25, 25, 50])
  })

  it('runs an indicator without isStable', () => {
    expect(watch(of(2, 1, 3).pipe(indicate(maximum, itself))).events).toEqual([2, 2, 3])
  })

  it('does not read the result of an unstable indicator', () => {
    const cautious = (): Indicator<number, number> => {
      let last = 0
      return {
        update: value => (last = value),
        getResult: () => last,
        get isStable() {
          return last > 1
        },
      }
    }
    expect(watch(of(1, 2, 3).pipe(indicate(cautious, itself))).events).toEqual([2, 3])
  })

  it('emits zero, and false, as the results that they are', () => {
    const indicator = (result: unknown) => () => ({ update: () => undefined, getResult: () => result })
    expect(watch(of(1).pipe(indicate(indicator(0), itself))).events).toEqual([0])
    expect(watch(of(1).pipe(indicate(indicator(false), itself))).events).toEqual([false])
  })

  it("errors with the indicator's error and the source's", () => {
    const error = new Error('gone')
    const failing = (): Indicator<number, number> => ({
      ...maximum(),
      update: () => {
        throw error
      },
    })
    expect(watch(of(1).pipe(indicate(failing, itself))).terminations).toEqual([error])
    expect(watch(throwError(() => error).pipe(indicate(maximum, itself))).terminations).toEqual([error])
  })

  it("emits the results of trading-signals' indicators", () => {
    const prices = fc.array(fc.double({ min: 1, max: 1_000, noNaN: true }), { maxLength: 60 })
    const makers: (() => Indicator<number, unknown>)[] = [
      () => new SMA(5),
      () => new EMA(5),
      () => new RSI(5),
      () => new BollingerBands(5),
      () => new MACD(new EMA(3), new EMA(6), new EMA(4)),
    ]
    fc.assert(
      fc.property(prices, fc.constantFrom(...makers), (values, create) => {
        const byHand = create()
        const expected = values.flatMap(value => {
          byHand.update(value, false)
          return byHand.isStable === false ? [] : [byHand.getResult()]
        })
        expect(watch(from(values).pipe(indicate(create, itself))).events).toEqual(expected)
      }),
    )
  })

  it('follows open klines to the value of the closed ones', () => {
    const { market, scheduler } = createWorld()
    const kline$ = market.kline$('BTCUSDT', '1s')
    const closed = watch(
      kline$.pipe(
        onlyClosed(),
        indicate(
          () => new SMA(5),
          ({ closePrice }) => closePrice,
        ),
      ),
    )
    const running = watch(
      kline$.pipe(
        indicate(
          () => new SMA(5),
          ({ closePrice }) => closePrice,
          (kline, last) => kline.openTime === last.openTime,
        ),
      ),
    )
    scheduler.advanceBy(30_000)
    expect(closed.events.length).toBeGreaterThan(20)
    expect(running.events.length).toBeGreaterThanOrEqual(closed.events.length)
    for (const value of closed.events)
      expect(running.events.some(one => Math.abs(one - value) < 1e-6)).toBe(true)
  })
})
