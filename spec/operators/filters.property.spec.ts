import fc from 'fast-check'
import { from, type MonoTypeOperatorFunction } from 'rxjs'
import { onlyClosed, whereChangeAbove, whereVolumeAbove } from '../../src/operators/index.js'
import { watch } from '../world.js'

interface Ticker {
  priceChangePercent: number
  volume: number
}

const change = fc.double({ min: -20, max: 20, noNaN: true })
const tickers = fc.array(
  fc.record({ priceChangePercent: change, volume: fc.double({ min: 0, max: 100, noNaN: true }) }),
)
const level = fc.double({ min: 0, max: 20, noNaN: true })

/** Whether `part` is `whole` with some left out: the same objects in the same order. */
function isPartOf<T>(part: readonly T[], whole: readonly T[]): boolean {
  let at = 0
  for (const item of whole) if (at < part.length && part[at] === item) at++
  return at === part.length
}

describe('filters', () => {
  it('keep events in order, fewer the higher the level', () => {
    fc.assert(
      fc.property(tickers, level, level, (events, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)]
        const filters: readonly ((least: number) => MonoTypeOperatorFunction<Ticker>)[] = [
          whereChangeAbove,
          whereVolumeAbove,
        ]
        for (const where of filters) {
          const some = watch(from(events).pipe(where(low))).events
          const fewer = watch(from(events).pipe(where(high))).events
          expect(isPartOf(some, events)).toBe(true)
          expect(isPartOf(fewer, some)).toBe(true)
          expect(watch(from(fewer).pipe(where(high))).events).toEqual(fewer)
        }
      }),
    )
  })

  it('treat a rise and an equal fall alike', () => {
    fc.assert(
      fc.property(tickers, level, (events, percent) => {
        const turned = events.map(event => ({ ...event, priceChangePercent: -event.priceChangePercent }))
        const kept = watch(from(events).pipe(whereChangeAbove(percent))).events
        expect(watch(from(turned).pipe(whereChangeAbove(percent))).events.length).toBe(kept.length)
      }),
    )
  })

  it('separate closed klines from the rest', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ isClosed: fc.boolean(), id: fc.nat() })), klines => {
        const closed = watch(from(klines).pipe(onlyClosed())).events
        const turned = klines.map(kline => ({ ...kline, isClosed: !kline.isClosed }))
        const open = watch(from(turned).pipe(onlyClosed())).events
        expect(isPartOf(closed, klines)).toBe(true)
        expect(closed.length + open.length).toBe(klines.length)
      }),
    )
  })
})
