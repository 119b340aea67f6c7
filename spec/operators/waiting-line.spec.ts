import fc from 'fast-check'
import { WaitingLine } from '../../src/operators/waiting-line.js'

describe('a waiting line', () => {
  it('does what a plain list would, whatever joins and leaves', () => {
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
          const line = new WaitingLine<number>(
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

  it('costs an event the same in a long line as in a short one', () => {
    const cost = (length: number): number => {
      const line = new WaitingLine<number>({ capacity: length, overflow: 'drop-oldest' })
      for (let n = 0; n < length; n++) line.push(n)
      const start = process.hrtime.bigint()
      for (let n = 0; n < 100_000; n++) line.push(n)
      return Number(process.hrtime.bigint() - start)
    }
    cost(10)
    // A line that is walked, or a list that is shifted, would be hundreds of times dearer.
    expect(cost(200_000)).toBeLessThan(50 * Math.max(cost(10), 1e6))
  })
})
