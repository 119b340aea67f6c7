import fc from 'fast-check'
import { StreamTable } from '../../src/streams/stream-table.js'

/** Finds a name as it stands in a frame, with other bytes on both sides. */
function find<T>(table: StreamTable<T>, name: string): T | undefined {
  const bytes = new TextEncoder().encode(`"${name}","`)
  return table.find(bytes, 1, bytes.length - 3)
}

describe('the stream table', () => {
  it('finds by bytes what a Map finds by name', () => {
    // Few letters and lengths, so that names share hashes: 'aa' + 'b' * 31 and the like.
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '\u0080', '@', '1'), maxLength: 4 })
    const step = fc.record({ name, value: fc.option(fc.nat(9)) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const table = new StreamTable<number>()
        const map = new Map<string, number>()
        for (const { name, value } of steps) {
          if (value === null) {
            table.delete(name)
            map.delete(name)
          } else {
            table.set(name, value)
            map.set(name, value)
          }
          for (const { name } of steps) {
            expect(table.get(name)).toBe(map.get(name))
            if (!name.includes('\u0080')) expect(find(table, name)).toBe(map.get(name))
          }
        }
      }),
      { seed: 4 },
    )
  })

  it('distinguishes names of the same hash', () => {
    // 31 * 98 + 65 = 31 * 97 + 96
    const table = new StreamTable<string>()
    table.set('bA', 'first')
    table.set('a`', 'second')
    expect([find(table, 'bA'), find(table, 'a`'), find(table, 'bB')]).toEqual(['first', 'second', undefined])
    table.delete('bA')
    expect([find(table, 'bA'), find(table, 'a`')]).toEqual([undefined, 'second'])
  })

  it('distinguishes a longer name with the same hash', () => {
    const table = new StreamTable<string>()
    table.set('btcusdt@trade', 'found')
    expect(find(table, 'btcusdt@tradeabbkpaa')).toBeUndefined()
    expect(find(table, 'btcusdt@trade')).toBe('found')
  })
})
