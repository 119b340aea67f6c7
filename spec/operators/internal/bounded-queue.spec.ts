import fc from 'fast-check'
import { BoundedQueue } from '../../../src/operators/internal/bounded-queue.js'

describe('BoundedQueue', () => {
  it('behaves as a plain list, whatever is added and removed', () => {
    const steps = fc.array(fc.oneof(fc.record({ key: fc.nat(5) }), fc.constant('shift' as const)), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('drop-oldest' as const, 'drop-newest' as const, 'latest' as const),
        (plan, capacity, overflow) => {
          const dropped: number[] = []
          const keys: number[] = []
          const onDrop = (id: number): void => void dropped.push(id)
          const line = new BoundedQueue<number>(
            overflow === 'latest'
              ? { overflow, capacity, by: id => keys[id], onDrop }
              : { overflow, capacity, onDrop },
          )
          let list: number[] = []
          const gone: number[] = []
          plan.forEach((step, id) => {
            keys[id] = step === 'shift' ? NaN : step.key
            if (step === 'shift') {
              if (list.length > 0) expect(line.shift()).toBe(list.shift())
              return
            }
            line.push(id)
            const older = overflow === 'latest' ? list.find(other => keys[other] === step.key) : undefined
            if (older !== undefined) {
              gone.push(older)
              list = list.map(other => (other === older ? id : other))
            } else if (list.length < capacity) list.push(id)
            else if (overflow === 'drop-newest') gone.push(id)
            else {
              gone.push(list.shift() ?? NaN)
              list.push(id)
            }
            expect(line.size).toBe(list.length)
          })
          while (line.size > 0) expect(line.shift()).toBe(list.shift())
          expect(list).toEqual([])
          expect(dropped).toEqual(gone)
        },
      ),
    )
  })
})
