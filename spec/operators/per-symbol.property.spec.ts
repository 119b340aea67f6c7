import fc from 'fast-check'
import { filter, from, scan } from 'rxjs'
import { perSymbol } from '../../src/operators/per-symbol.js'
import { watch } from '../world.js'

const events = fc.array(fc.record({ symbol: fc.constantFrom('A', 'B', 'C', 'D'), price: fc.integer() }))

describe('perSymbol', () => {
  it('emits for each symbol as its pipeline does alone', () => {
    const sums = () =>
      scan(
        (before: { symbol: string; sum: number }, { symbol, price }: { symbol: string; price: number }) => ({
          symbol,
          sum: before.sum + price,
        }),
        { symbol: '', sum: 0 },
      )
    fc.assert(
      fc.property(events, list => {
        const all = watch(from(list).pipe(perSymbol(sums(), { idle: Infinity })))
        expect(all.terminations).toEqual(['complete'])
        expect(all.events.length).toBe(list.length)
        for (const symbol of ['A', 'B', 'C', 'D']) {
          const alone = watch(
            from(list).pipe(
              filter(event => event.symbol === symbol),
              sums(),
            ),
          ).events
          expect(all.events.filter(event => event.symbol === symbol)).toEqual(alone)
        }
      }),
    )
  })
})
