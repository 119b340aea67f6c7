/**
 * A strategy tested under faults, in virtual time, with Jest: `npx jest`. `simulate` needs no test
 * runner, so any other works too.
 */
import type { Market } from 'rxmarket'
import { crossing } from 'rxmarket/operators'
import type { ScheduledFault } from 'rxmarket/simulator'
import { simulate } from 'rxmarket/testing'

const crossings$ = (market: Market) => market.trade$('BTCUSDT').pipe(crossing(60_000, trade => trade.price))

const faults: ScheduledFault[] = [
  { every: 170_000, fault: 'drop', code: 1011 },
  { at: 200_000, fault: 'silence', stream: 'btcusdt@trade', for: 20_000 },
  { at: 400_000, fault: 'setField', stream: 'btcusdt@trade', field: 'p', value: 'x', count: 3 },
]

const wild = { symbol: 'BTCUSDT', volatility: 3, tradesPerSecond: 1, quotesPerSecond: 1 }

describe('crossings under faults', () => {
  it.each([1, 2, 3])('end on the same side as without faults: seed %i', seed => {
    const run = (faults: ScheduledFault[]) =>
      simulate({ seed, hours: 0.25, symbols: [wild], faults }, crossings$)
    // The market does not depend on its clients: without faults, the same seed gives the reference.
    const reference = run([])
    const faulty = run(faults)

    expect(faulty.signals.at(-1)?.value.direction).toBe(reference.signals.at(-1)?.value.direction)
    expect(faulty.faults).toHaveLength(7)
    expect(faulty.errors.map(({ value }) => value.code)).toEqual(Array(3).fill('DECODE_FAILED'))
    expect(faulty.left).toEqual({ connections: 0, timers: 0 })
  })
})
