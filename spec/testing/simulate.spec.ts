import {
  debounceTime,
  interval,
  map,
  merge,
  mergeMap,
  NEVER,
  Observable,
  of,
  repeat,
  take,
  tap,
  throwError,
  timer,
} from 'rxjs'
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
const HOUR = 3_600_000

const calm = { symbol: 'BTCUSDT', tradesPerSecond: 0.2, quotesPerSecond: 0.5 }
const short = { hours: 1 / 60, symbols: [calm] } satisfies SimulationOptions

const prices$ = (market: Market) => market.trade$('BTCUSDT').pipe(map(({ price }) => price))

/** Drops the connection every 10 seconds. */
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

/** The options of the call in a failure's message. */
function repeated({ message }: SimulationFailedError): SimulationOptions {
  const [, call = ''] = /\nrepeat it with simulate\((.*), strategy\$\)$/.exec(message) ?? []
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the message claims to be code
  return (new Function(`return ${call}`) as () => SimulationOptions)()
}

describe('simulate', () => {
  it('rejects an unlisted symbol, and names those listed', () => {
    const symbols = ['btcusdt', { symbol: 'ETHUSDT' }]
    const strategies: readonly Strategy[] = [
      market => market.trade$('BTCUSDC'),
      market => market.depth$(['ETHUSDT', 'BTCUSDC']),
      market => timer(SECOND).pipe(mergeMap(() => market.channel$({ kind: 'trade', symbol: 'BTCUSDC' }))),
    ]
    for (const strategy$ of strategies) {
      const { cause } = failure({ ...short, symbols }, strategy$)
      expect(cause).toMatchObject({ code: 'INVALID_CHANNEL' })
      expect((cause as Error).message).toMatch(
        /^(trade|depth)\$: the simulated exchange does not list BTCUSDC \(did you mean BTCUSDT\?\); it lists BTCUSDT, ETHUSDT\. /,
      )
    }
    expect(failure({ hours: 1 / 60 }, market => market.trade$('NOPEUSDT')).message).toContain('BTCUSDT, ')
    const hour = { ...short, symbols, hours: 0.001 }
    expect(() =>
      simulate(hour, market => merge(market.ticker$('ethusdt'), market.allMiniTickers$())),
    ).not.toThrow()
  })

  it('reports signals with times, and what the market did', () => {
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
    // SUBSCRIBE, a probe after 30 s and where trades pause, UNSUBSCRIBE; each is answered.
    const { commands } = report.counts
    expect(commands).toBeGreaterThanOrEqual(3)
    expect(commands).toBeLessThan(10)
    expect(report.counts).toEqual({
      connections: 1,
      commands,
      frames: report.signals.length + commands,
      events: report.signals.length,
      reconnects: 0,
    })
    expect(report.left).toEqual({ connections: 0, timers: 0 })
  })

  it('reproduces a run from its seed byte for byte', () => {
    const run = (seed: number) => simulate({ ...short, seed, latency: 7 }, shaken$)
    expect(run(7)).toEqual(run(7))
    expect(run(8).digest).not.toBe(run(7).digest)
  })

  it('includes every byte and its time in the digest', () => {
    const run = (price: number, latency = 0) =>
      simulate({ ...short, latency, symbols: [{ ...calm, price }] }, market =>
        market.miniTicker$('BTCUSDT').pipe(take(3)),
      )
    const times = ({ signals }: ReturnType<typeof run>) => signals.map(({ at }) => at)
    const [one, other, late] = [run(100), run(101), run(100, 1)]
    expect(times(other)).toEqual(times(one))
    expect(times(late)).not.toEqual(times(one))
    expect(new Set([one, other, late].map(({ digest }) => digest)).size).toBe(3)
  })

  it("derives the client's jitter from the seed", () => {
    const delays = (seed: number) =>
      simulate({ ...short, seed }, shaken$).statuses.flatMap(status =>
        status.type === 'reconnecting' ? [status.delay] : [],
      )
    expect(delays(7)).toHaveLength(6)
    expect(new Set([...delays(7), ...delays(8)]).size).toBeGreaterThan(10)
    for (const delay of delays(7)) expect([delay >= 500, delay <= 1_000]).toEqual([true, true])
  })

  it('derives the times of rotations from the seed', () => {
    const rotations = (seed: number, reconnect?: false) =>
      simulate(
        {
          ...short,
          seed,
          market: { rotation: { after: 10_000 }, ...(reconnect === false && { reconnect }) },
        },
        prices$,
      ).statuses.flatMap(({ type, at }) => (type === 'rotating' ? [at] : []))
    expect(rotations(7)).toHaveLength(6)
    expect(rotations(7, false)).toEqual(rotations(7, false))
    expect(rotations(8, false)).not.toEqual(rotations(7, false))
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

  it('accepts the options of the exchange and of the market', () => {
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
          // A subscriber that ignores the failure.
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

  it('emits every wire step before the client receives it', () => {
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

  it('reports the connections and timers that a strategy leaves behind', () => {
    const { left } = simulate(short, (_, { exchange, scheduler }) => {
      exchange.connect('/ws/btcusdt@trade')
      scheduler.schedule(() => undefined, 86_400_000)
      return NEVER
    })
    expect(left).toEqual({ connections: 1, timers: 1 })
  })

  it('runs a schedule of faults', () => {
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
    // A reset costs its own second and the next, during which the client reconnects; the silence
    // costs four.
    expect(missed).toEqual([10, 11, 20, 21, 25, 26, 27, 28, 30, 31, 40, 41, 50, 51, 60])
  })

  it('reports the faults that began while the strategy ran', () => {
    const faults = [
      { fault: 'slowLink', bytesPerSecond: 100_000 },
      { at: 20_000, fault: 'drop', code: 1011 },
      { after: { frames: 1, stream: 'btcusdt@depth' }, fault: 'reset' },
      { at: 60_001, fault: 'reset' },
    ] as const
    const report = simulate({ ...short, faults }, (market, { exchange }) =>
      merge(prices$(market), timer(50_000).pipe(tap(() => exchange.faults.reset()))),
    )
    expect(report.faults).toEqual([
      { at: START, fault: 'slowLink' },
      { at: START + 20_000, fault: 'drop' },
      { at: START + 50_000, fault: 'reset' },
    ])
  })

  it('throws the error of an invalid option unchanged', () => {
    const wrong: [unknown, string][] = [
      [{ hours: 0 }, 'option hours should be a number above 0, got 0'],
      [{ hours: '1' }, 'option hours should be a number above 0, got "1"'],
      [{ latency: NaN }, 'option latency should be a number from 0, got NaN'],
      [{ seed: NaN }, 'option seed should be a finite number, got NaN'],
      [{ start: new Date(START) }, 'option start should be a number from 0 to 4102444800000, got 2026-01-05'],
      [undefined, 'option options of simulate should be an object such as { seed: … }, got undefined'],
      [{ sed: 7 }, 'option sed is not an option of simulate. Did you mean seed?'],
    ]
    for (const [options, message] of wrong) {
      expect(() => simulate(options as SimulationOptions, () => NEVER)).toThrow(message)
    }
    expect(() => simulate(prices$ as object, undefined as unknown as Strategy)).toThrow(
      'option strategy$ should be a function from a market to an observable, after the options, got undefined',
    )
    expect(() => simulate({ hours: Infinity }, () => NEVER)).toThrow(
      'option hours should be a number above 0, got Infinity',
    )
    expect(() => simulate({ market: { commandTimeout: -1 } }, () => NEVER)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }) as Error,
    )
    expect(() => simulate({ faults: [{ fault: 'drop', code: 1006 }] }, () => NEVER)).toThrow(
      expect.objectContaining({ code: 'INVALID_FAULT' }) as Error,
    )
  })

  describe('when something fails', () => {
    it('throws the time, the cause, and the repeating call', () => {
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
        /^the simulation with seed 11 failed after 1:02:0\d\.\d{3} \(2026-01-05T01:02:0\d\.\d{3}Z\), 0:00:0\d\.\d{3} after the fault 'reset': reconnecting failed after 2 attempts/,
      )
      expect(error).toMatchObject({ code: 'SIMULATION_FAILED', seed: 11, at: START + error.elapsed })
      expect(error.fault).toEqual({ at: START + 3_723_004, fault: 'reset' })
      expect(error.cause).toMatchObject({ code: 'RECONNECT_FAILED' })
      const [, hours, minutes, seconds] = /after (\d+):(\d+):([\d.]+) /.exec(error.message) ?? []
      expect(Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)).toBe(error.elapsed / 1_000)

      expect(repeated(error)).toEqual(options)
      expect(failure(repeated(error), given$).message).toBe(error.message)
    })

    it('writes the call as one line of code for any options', () => {
      const payload = { 'a-b': ['"', null, {}, -0.5], limit: Infinity }
      const options: SimulationOptions = {
        ...short,
        faults: [{ at: 1_000, fault: 'inject', stream: 'btcusdt@trade', payload }],
      }
      const causes = [{ message: 'in\ntwo lines' }, { reason: 'none' }, 'a text', undefined]
      const errors = causes.map(cause =>
        failure(options, () => new Observable(subscriber => subscriber.error(cause))),
      )
      expect(errors.map(({ message }) => message.replace(/^.*?Z\): |\nrepeat .*$/g, ''))).toEqual([
        'in\ntwo lines',
        '{ reason: "none" }',
        'a text',
        'undefined',
      ])
      for (const error of errors) expect(repeated(error)).toEqual(options)
    })

    it('reports a return value that is not an observable', () => {
      const returned = (value: unknown) => failure(short, () => value as Observable<never>).message
      expect(returned(undefined)).toMatch('the strategy returned undefined: let it return an observable')
      expect(returned(Promise.resolve())).toMatch(
        'the strategy returned a promise, which virtual time does not wait for: let it return an observable',
      )
    })

    it('reports that time does not advance', () => {
      const stuck = [() => interval(0), () => timer(10_000).pipe(mergeMap(() => timer(0).pipe(repeat())))]
      const errors = stuck.map(strategy$ => failure(short, strategy$))
      expect(errors.map(({ elapsed }) => elapsed)).toEqual([0, 10_000])
      for (const { message } of errors)
        expect(message).toMatch(/time does not advance: .* give them a delay of 1 ms/)
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

  it('rejects running within marbles, and a nested virtual time', () => {
    expect(thrown(() => void simulate(short, () => NEVER))).toMatch(
      /^simulate was called within another marbles/,
    )
    const inner = () => simulate(short, () => NEVER)
    for (const strategy$ of [() => of(inner()), () => timer(10_000).pipe(map(inner))]) {
      expect(() => simulate(short, strategy$)).toThrow(
        /^another simulate, .* ran within simulate, which ended its virtual time/,
      )
    }
  })

  it("steps the client's clock, and neither timers nor the exchange's", () => {
    const report = simulate({ ...short, symbols: ['BTCUSDT'] }, (market, { scheduler }) => {
      scheduler.schedule(() => scheduler.stepClock(-HOUR), 30_500)
      return market.ticker$('BTCUSDT')
    })
    expect(report.end).toBe(START + 60_000 - HOUR)
    expect(report.signals.length).toBe(60)
    const offsets = report.signals.map(({ value }) => value.receivedAt - value.eventTime)
    expect(offsets.filter(offset => offset < -HOUR / 2).length).toBe(30)
    const eventTimes = report.signals.map(({ value }) => value.eventTime)
    expect(eventTimes).toEqual([...eventTimes].sort((a, b) => a - b))
    expect(report.errors).toEqual([])
    expect(report.counts.reconnects).toBe(0)
  })

  it('holds what arrives during a stall, and delivers it afterwards', () => {
    const report = simulate({ ...short, symbols: ['BTCUSDT'] }, (market, { scheduler }) => {
      scheduler.schedule(() => scheduler.stall(10_000), 20_500)
      return market.ticker$('BTCUSDT')
    })
    const late = report.signals.filter(({ at, value }) => at - value.eventTime >= 500)
    expect(late.map(({ at }) => at - START)).toEqual(Array(10).fill(30_500))
    expect(report.signals.length).toBe(60)
    expect(report.statuses.map(({ type }) => type)).toEqual([
      ...['connecting', 'open', 'subscribing', 'live', 'closed'],
    ])
  })
})
