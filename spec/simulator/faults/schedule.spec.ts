import fc from 'fast-check'
import {
  type BegunFault,
  createExchange,
  faultNames,
  randomFaults,
  readFaults,
  type ScheduledFault,
} from '../../../src/simulator/index.js'
import { inVirtualTime, listen, START } from '../client.js'

const MINI = 'btcusdt@miniTicker'

/** Plays a schedule, and notes when faults begin (seconds after the start). */
function playing(faults: readonly ScheduledFault[], url = `/stream?streams=${MINI}`) {
  const { exchange, scheduler } = inVirtualTime()
  const begun: [number, BegunFault['fault']][] = []
  exchange.faults.begun$.subscribe(({ at, fault }) => begun.push([(at - START) / 1_000, fault]))
  const stop = exchange.faults.play(faults)
  const client = listen(exchange, url)
  const until = (seconds: number): void => scheduler.advanceTo(START + seconds * 1_000)
  return { exchange, scheduler, begun, stop, client, until }
}

describe('a schedule of faults', () => {
  it('starts with the exchange', () => {
    const { exchange, scheduler } = inVirtualTime({ faults: [{ at: 2_000, fault: 'drop', code: 1012 }] })
    const client = listen(exchange)
    scheduler.advanceBy(1_999)
    expect(client.closes).toEqual([])
    scheduler.advanceBy(1)
    expect(client.closes).toMatchObject([{ code: 1012 }])
    expect(exchange.faults.begun).toBe(1)
  })

  it('starts each fault at its times', () => {
    const { begun, until } = playing([
      { fault: 'garbage' },
      { at: 3_000, fault: 'send', text: 'once' },
      { at: 1_000, every: 4_000, fault: 'repeat', stream: MINI },
      { every: 2_500, times: 2, fault: 'skip', stream: MINI },
    ])
    until(10)
    expect(begun).toEqual([
      [0, 'garbage'],
      [1, 'repeat'],
      [2.5, 'skip'],
      [3, 'send'],
      [5, 'repeat'],
      [5, 'skip'],
      [9, 'repeat'],
    ])
  })

  it('starts a fault after n frames, and again after n', () => {
    const { client, until, begun } = playing(
      [{ after: { frames: 3, stream: MINI }, times: 2, fault: 'skip', stream: MINI }],
      `/stream?streams=${MINI}/ethusdt@miniTicker`,
    )
    until(12)
    expect(client.frames<{ E: number }>(MINI).map(({ E }) => (E - START) / 1_000)).toEqual([
      ...[1, 2, 3, 5, 6, 8, 9, 10, 11, 12],
    ])
    expect(begun.map(([at]) => at)).toEqual([3, 6])
  })

  it('starts a fault after n connections, commands or requests', () => {
    const { exchange, client, until, begun } = playing(
      [
        { after: { connections: 2 }, fault: 'drop', connection: 'newest' },
        { after: { commands: 2 }, fault: 'loseAcks' },
        { after: { requests: 2, route: 'depth' }, fault: 'restError', status: 503 },
      ],
      '/stream',
    )
    const second = listen(exchange)
    until(1)
    expect([client.closes, second.closes]).toMatchObject([[], [{ code: 1011 }]])
    const ids = [1, 2, 3, 4]
    for (const id of ids) client.send({ method: 'LIST_SUBSCRIPTIONS', id })
    until(2)
    expect(client.texts.map(text => (JSON.parse(text) as { id: number }).id)).toEqual([1, 2, 4])
    const ask = (route: string) => exchange.rest(`/api/v3/${route}`).status
    expect(['ping', 'depth', 'time', 'depth', 'ping', 'time'].map(ask)).toEqual([
      200, 400, 200, 400, 503, 200,
    ])
    expect(begun.map(([, fault]) => fault)).toEqual(['drop', 'loseAcks', 'restError'])
  })

  it.each(['lift', 'clear'] as const)('stops at %s, and clears what it started', how => {
    const { exchange, scheduler, stop, client, until } = playing([
      { at: 1_500, fault: 'silence', stream: MINI },
      { at: 1_500, every: 1_000, fault: 'send', text: '"still"' },
      { after: { frames: 3 }, fault: 'drop' },
    ])
    until(2.7)
    if (how === 'lift') stop()
    else exchange.faults.clear()
    until(5)
    expect(client.texts.filter(text => text === '"still"')).toHaveLength(2)
    expect(client.frames<{ E: number }>(MINI).map(({ E }) => (E - START) / 1_000)).toEqual([1, 3, 4, 5])
    expect(client.closes).toEqual([])
    client.socket.close()
    scheduler.advanceBy(0)
    expect(scheduler.pending).toBe(0)
  })

  it('keeps the count of messages sent to closed connections', () => {
    const { exchange, client, until } = playing([{ at: 2_500, fault: 'drop' }])
    const second = listen(exchange, `/stream?streams=${MINI}`)
    until(2.6)
    const third = listen(exchange, `/stream?streams=${MINI}`)
    until(4)
    expect([client, second, third].map(({ texts }) => texts.length)).toEqual([2, 2, 2])
    expect(exchange.sent).toBe(6)
  })

  it('leaves no timer when the exchange closes', async () => {
    const { exchange, scheduler, client } = playing([
      { fault: 'slowLink', bytesPerSecond: 1 },
      { every: 60_000, fault: 'drop' },
      { at: 60_000, fault: 'silence', stream: '*', for: 60_000 },
    ])
    scheduler.advanceBy(10_000)
    await exchange.close()
    scheduler.advanceBy(0)
    expect(client.closes).toEqual([{ code: 1001, reason: 'Exchange closed', wasClean: true }])
    expect(scheduler.pending).toBe(0)
  })

  it('starts nothing when an entry is invalid', () => {
    const { exchange, scheduler } = inVirtualTime()
    const wrong = [{ fault: 'refuse' }, { fault: 'drop', code: 1 }] as unknown as ScheduledFault[]
    expect(() => exchange.faults.play(wrong)).toThrow(RangeError)
    expect(() => createExchange({ faults: wrong, scheduler })).toThrow(RangeError)
    expect(exchange.faults.begun).toBe(0)
    expect(scheduler.pending).toBe(0)
  })
})

describe('random faults', () => {
  const streams = [MINI, 'btcusdt@depth@100ms', 'ethusdt@trade']

  it('are valid JSON, in order of time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        (seed, duration) => {
          const faults = randomFaults(seed, { duration, streams, count: 20 })
          expect(readFaults(JSON.parse(JSON.stringify(faults)))).toEqual(faults)
          const times = faults.map(({ at }) => at ?? NaN)
          expect(times).toEqual([...times].sort((a, b) => a - b))
          expect(times.every(at => at >= 0 && at <= duration)).toBe(true)
          expect(randomFaults(seed, { duration, streams, count: 20 })).toEqual(faults)
        },
      ),
      { seed: 5, numRuns: 50 },
    )
  })

  it('are of every kind, and all end', () => {
    const faults = randomFaults(1, { duration: 60_000, count: 600, streams })
    expect(new Set(faults.map(({ fault }) => fault)).size).toBe(faultNames.length)
    const { exchange, scheduler } = inVirtualTime({ faults })
    scheduler.advanceBy(3 * 60_000)
    expect(exchange.faults.begun).toBe(600)
    expect(scheduler.pending).toBe(0)
    const client = listen(exchange, `/stream?streams=${MINI}`)
    scheduler.advanceBy(3_000)
    expect(client.frames(MINI)).toHaveLength(3)
  })

  it.each([1, 2, 3])('give the same bytes at the same times: seed %i', seed => {
    const run = () => {
      const duration = 60_000
      const { exchange, scheduler } = inVirtualTime({
        seed,
        latency: 5,
        faults: randomFaults(seed, { duration, count: 20, streams }),
      })
      const received: [number, string | number][] = []
      const connect = () => {
        const socket = exchange.connect(`/stream?streams=${streams.join('/')}`)
        socket.onmessage = ({ data }) => received.push([scheduler.now(), data])
        socket.onclose = ({ code }) => {
          received.push([scheduler.now(), code])
          scheduler.schedule(connect, 500)
        }
      }
      connect()
      scheduler.advanceBy(duration)
      return received
    }
    const received = run()
    expect(received.length).toBeGreaterThan(40)
    expect(run()).toEqual(received)
  })
})
