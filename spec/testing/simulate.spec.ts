import { debounceTime, interval, map, merge, NEVER, Observable, take, tap, throwError, timer } from 'rxjs'
import type { Market } from '../../src/index.js'
import {
  simulate,
  SimulationFailedError,
  type Simulation,
  type SimulationOptions,
  type WireStep,
} from '../../src/testing/index.js'
import { thrown } from './thrown.js'

type Strategy = (market: Market, simulation: Simulation) => Observable<unknown>

const START = Date.UTC(2026, 0, 5)
const SECOND = 1_000

const calm = { symbol: 'BTCUSDT', tradesPerSecond: 0.2, quotesPerSecond: 0.5 }
const short = { hours: 1 / 60, symbols: [calm] } satisfies SimulationOptions

const prices$ = (market: Market) => market.trade$('BTCUSDT').pipe(map(({ price }) => price))

/** Drops the link every 10 seconds. */
const shaken$ = (market: Market, { exchange }: Simulation) =>
  merge(prices$(market), interval(10_000).pipe(tap(() => exchange.faults.reset())))

/** The failure that `simulate` throws. */
function failure(options: SimulationOptions, strategy$: Strategy): SimulationFailedError {
  try {
    simulate(options, strategy$)
  } catch (error) {
    if (error instanceof SimulationFailedError) return error
    throw error
  }
  throw new Error('nothing failed')
}

describe('simulate', () => {
  it('tells what the strategy emitted, when, and what its market did', () => {
    const report = simulate({ ...short, latency: 5 }, prices$)
    expect(report).toMatchObject({ seed: 1, start: START, end: START + 60_000, completed: false, errors: [] })
    expect(report.signals.length).toBeGreaterThan(3)
    for (const { at, value } of report.signals) {
      expect(at).toBeGreaterThan(START)
      expect(value).toBeGreaterThan(0)
    }
    expect(report.statuses.map(({ type, at }) => [type, at - START])).toEqual([
      ['connecting', 0],
      ['open', 10],
      ['subscribing', 10],
      ['live', 20],
      ['closed', 60_010],
    ])
    // SUBSCRIBE, a probe after 30 s, UNSUBSCRIBE; each is answered.
    expect(report.counts).toEqual({
      connections: 1,
      commands: 3,
      frames: report.signals.length + 3,
      events: report.signals.length,
      reconnects: 0,
    })
    expect(report.left).toEqual({ connections: 0, timers: 0 })
  })

  it('runs one schedule from one seed, byte for byte, and another from another', () => {
    const run = (seed: number) => simulate({ ...short, seed, latency: 7 }, shaken$)
    expect(run(7)).toEqual(run(7))
    expect(run(8).digest).not.toBe(run(7).digest)
  })

  it("draws the client's jitter from the seed", () => {
    const delays = (seed: number) =>
      simulate({ ...short, seed }, shaken$).statuses.flatMap(status =>
        status.type === 'reconnecting' ? [status.delay] : [],
      )
    expect(delays(7)).toHaveLength(6)
    expect(new Set([...delays(7), ...delays(8)]).size).toBeGreaterThan(10)
    for (const delay of delays(7)) expect([delay >= 500, delay <= 1_000]).toEqual([true, true])
  })

  it("runs RxJS's own operators in virtual time", () => {
    const { signals } = simulate(short, () => interval(20_000).pipe(debounceTime(500)))
    expect(signals).toEqual([
      { at: START + 20_500, value: 0 },
      { at: START + 40_500, value: 1 },
    ])
  })

  it('ends when the strategy completes', () => {
    const report = simulate({ ...short, hours: 100 }, market => market.miniTicker$('BTCUSDT').pipe(take(3)))
    expect(report).toMatchObject({ completed: true, end: START + 3 * SECOND })
    expect(report.signals).toHaveLength(3)
    expect(report.statuses.at(-1)).toMatchObject({ type: 'closed', code: 1000 })
  })

  it("takes the exchange's options and the market's", () => {
    const { signals, statuses } = simulate(
      {
        ...short,
        symbols: [{ symbol: 'ABCUSDT', price: 5, tickSize: 0.01 }],
        market: { numeric: String, timeUnit: 'microsecond', reconnect: false },
      },
      (market, { exchange }) =>
        merge(
          market.miniTicker$('ABCUSDT').pipe(take(1)),
          timer(30_000).pipe(tap(() => exchange.faults.drop({ code: 1011 }))),
          // Kept by one who does not mind the failure.
          new Observable<never>(() => market.trade$('ABCUSDT').subscribe({ error: () => undefined })),
        ),
    )
    expect(signals[0]?.value).toMatchObject({ price: expect.stringMatching(/^[45]\.\d+$/) as string })
    expect(signals[0]?.value).toMatchObject({
      eventTime: (START + SECOND) * 1_000,
      receivedAt: START + SECOND,
    })
    expect(statuses.at(-1)).toMatchObject({ type: 'failed', at: START + 30_000 })
  })

  it('tells every step on the wire before the client gets to know of it', () => {
    const steps: (WireStep | string)[] = []
    const { counts } = simulate({ ...short, latency: 5 }, (market, { wire$ }) => {
      market.connection$.subscribe(({ type }) => steps.push(type))
      return new Observable<never>(subscriber => {
        subscriber.add(wire$.subscribe(step => steps.push(step)))
        subscriber.add(market.miniTicker$('BTCUSDT').pipe(take(2)).subscribe())
      })
    })
    const seen = steps.map(step => (typeof step === 'string' ? step : `${step.type} ${step.socket}`))
    expect(seen.slice(0, 6)).toEqual([
      'connecting',
      'connect 1',
      'open 1',
      'open',
      'command 1',
      'subscribing',
    ])
    expect(seen.slice(-5)).toEqual(['command 1', 'frame 1', 'leave 1', 'closed', 'closed 1'])
    expect(counts).toMatchObject({ connections: 1, commands: 2, frames: 4 })
  })

  it('tells what a strategy leaves behind', () => {
    const { left } = simulate(short, (_, { exchange, scheduler }) => {
      exchange.connect('/ws/btcusdt@trade')
      scheduler.schedule(() => undefined, 86_400_000)
      return NEVER
    })
    expect(left).toEqual({ connections: 1, timers: 1 })
  })

  it('plays a schedule of faults', () => {
    const faults = [
      { every: 10_000, fault: 'reset' },
      { at: 25_000, fault: 'silence', stream: 'btcusdt@miniTicker', for: 3_500 },
    ] as const
    const { signals, counts } = simulate({ ...short, faults, market: { reconnect: { jitter: 0 } } }, market =>
      market.miniTicker$('BTCUSDT').pipe(map(({ eventTime }) => (eventTime - START) / SECOND)),
    )
    expect(counts).toMatchObject({ connections: 6, reconnects: 6 })
    const missed = Array.from({ length: 60 }, (_, n) => n + 1).filter(
      second => !signals.some(({ value }) => value === second),
    )
    // A reset costs the second in which it strikes and the next, in which the link is had back; the silence costs four.
    expect(missed).toEqual([10, 11, 20, 21, 25, 26, 27, 28, 30, 31, 40, 41, 50, 51, 60])
  })

  it('throws what is wrong with its options as it is', () => {
    expect(() => simulate({ hours: 0 }, () => NEVER)).toThrow(
      'option hours should be a number above 0, got 0',
    )
    expect(() => simulate({ market: { commandTimeout: -1 } }, () => NEVER)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }) as Error,
    )
    expect(() => simulate({ faults: [{ fault: 'drop', code: 1006 }] }, () => NEVER)).toThrow(
      expect.objectContaining({ code: 'INVALID_FAULT' }) as Error,
    )
  })

  describe('when something fails', () => {
    it('throws the moment, the cause, and the call that repeats it', () => {
      const options = {
        seed: 11,
        hours: 2,
        latency: 3,
        symbols: [calm],
        market: { reconnect: { maxAttempts: 2 } },
      }
      const given$: Strategy = (market, { exchange }) =>
        merge(
          prices$(market),
          timer(3_723_004).pipe(
            tap(() => exchange.faults.refuse()),
            tap(() => exchange.faults.reset()),
          ),
        )
      const error = failure(options, given$)
      expect(error.message).toMatch(
        /^the simulation with seed 11 failed after 1:02:0\d\.\d{3} \(2026-01-05T01:02:0\d\.\d{3}Z\): gave up after 2 attempts/,
      )
      expect(error).toMatchObject({ code: 'SIMULATION_FAILED', seed: 11, at: START + error.elapsed })
      expect(error.cause).toMatchObject({ code: 'RECONNECT_FAILED' })

      const [, call = ''] = /repeat it with simulate\((.*), strategy\$\)$/.exec(error.message) ?? []
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the message claims to be code
      const repeated = (new Function(`return ${call}`) as () => SimulationOptions)()
      expect(repeated).toEqual(options)
      expect(failure(repeated, given$).message).toBe(error.message)
    })

    it('fails with whatever throws, wherever it throws', () => {
      const cause = new Error('an invariant broke')
      const fail = (): never => {
        throw cause
      }
      const places: Strategy[] = [
        fail,
        () => throwError(() => cause),
        () => timer(5_000).pipe(tap(fail)),
        (_, { scheduler }) => {
          scheduler.schedule(fail, 5_000)
          return NEVER
        },
        market => {
          market.miniTicker$('BTCUSDT').subscribe(fail)
          return NEVER
        },
      ]
      for (const strategy$ of places) expect(failure(short, strategy$).cause).toBe(cause)
      expect(failure(short, places[2] ?? fail)).toMatchObject({ elapsed: 5_000 })
    })

    it('leaves RxJS in real time again', () => {
      failure(short, () => throwError(() => new Error('over')))
      expect(simulate(short, () => interval(59_000)).signals).toHaveLength(1)
    })
  })

  it('says that it cannot run within marbles, and that nothing like it can run within', () => {
    expect(thrown(() => void simulate(short, () => NEVER))).toMatch(
      /^simulate was called within another marbles/,
    )
    expect(() =>
      simulate(short, () => {
        simulate(short, () => NEVER)
        return NEVER
      }),
    ).toThrow(/began and ended within simulate, and since then time is real again/)
  })
})
