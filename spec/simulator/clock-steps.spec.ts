import { createExchange, type Exchange } from '../../src/simulator/index.js'
import { VirtualScheduler } from '../../src/testing/index.js'

const START = 1_700_000_000_000
const HOUR = 3_600_000
const steps = [-HOUR, -1_000, 1_000, HOUR]

/** An exchange on the stepped scheduler, with a client that logs the times of frames. */
function createWorld(url = '/ws/btcusdt@miniTicker', options = {}) {
  const scheduler = new VirtualScheduler(START)
  const exchange = createExchange({ symbols: ['BTCUSDT'], scheduler, ...options })
  const arrivals: { readonly at: number; readonly text: string }[] = []
  const socket = exchange.connect(url)
  socket.onmessage = ({ data }) => arrivals.push({ at: scheduler.monotonic() - START, text: data })
  return { scheduler, exchange, socket, arrivals }
}

describe('an exchange whose clock is stepped', () => {
  it.each(steps)('delivers after its latency, in order (%i ms)', step => {
    const { scheduler, socket, arrivals } = createWorld('/ws', { latency: 80 })
    scheduler.advanceBy(1_000)
    socket.send('{"method":"LIST_SUBSCRIPTIONS","id":1}')
    scheduler.advanceBy(30)
    scheduler.stepClock(step)
    socket.send('{"method":"LIST_SUBSCRIPTIONS","id":2}')
    scheduler.advanceBy(1_000)
    expect(arrivals.map(({ at, text }) => [at, (JSON.parse(text) as { id: number }).id])).toEqual([
      [1_160, 1],
      [1_190, 2],
    ])
  })

  it.each(steps)('publishes once a second, never back in time (%i ms)', step => {
    const { scheduler, arrivals } = createWorld()
    scheduler.advanceBy(10_500)
    scheduler.stepClock(step)
    const stepped = scheduler.monotonic() - START
    scheduler.advanceBy(10_000)
    const times = arrivals.map(({ text }) => (JSON.parse(text) as { E: number }).E)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    const later = arrivals.filter(({ at }) => at > stepped + 1_000)
    expect(later.length).toBeGreaterThan(5)
    expect(later.length).toBeLessThanOrEqual(10)
  })

  it.each(steps)('throttles by the time that passes (%i ms)', step => {
    const { scheduler, exchange, arrivals } = createWorld()
    exchange.faults.stutter({ pause: 4_000, flow: 1_000 })
    scheduler.advanceBy(2_000)
    scheduler.stepClock(step)
    scheduler.advanceBy(1_999)
    const held = arrivals.length
    scheduler.advanceBy(1_500)
    expect(held).toBe(0)
    expect(arrivals.length).toBeGreaterThan(0)
  })

  it.each(steps)('starts scheduled faults on time (%i ms)', step => {
    const { scheduler, exchange } = createWorld('/ws')
    const started: number[] = []
    exchange.faults.begun$.subscribe(() => started.push(scheduler.monotonic() - START))
    exchange.faults.play([{ every: 2_000, times: 3, fault: 'garbage' }])
    scheduler.advanceBy(3_000)
    scheduler.stepClock(step)
    scheduler.advanceBy(10_000)
    expect(started).toEqual([2_000, 4_000, 6_000])
  })

  it.each(steps)('limits attempts and messages by elapsed time (%i ms)', step => {
    const { scheduler, exchange } = createWorld('/ws', {
      limits: { connectionsPer5Minutes: 3, messagesPerSecond: 2, pingInterval: Infinity },
    })
    const attempt = () => exchange.connect('/ws')
    attempt()
    attempt()
    scheduler.advanceBy(1_000)
    scheduler.stepClock(step)
    attempt()
    scheduler.advanceBy(1_000)
    expect([exchange.attempts, exchange.refused]).toEqual([4, 1])
    scheduler.advanceBy(300_000)
    const socket = attempt()
    scheduler.advanceBy(10)
    expect(exchange.refused).toBe(1)
    const closes: number[] = []
    socket.onclose = ({ code }) => closes.push(code)
    socket.send('{"method":"LIST_SUBSCRIPTIONS","id":1}')
    socket.send('{"method":"LIST_SUBSCRIPTIONS","id":2}')
    scheduler.advanceBy(500)
    scheduler.stepClock(step)
    socket.send('{"method":"LIST_SUBSCRIPTIONS","id":3}')
    scheduler.advanceBy(10)
    expect(closes).toEqual([1008])
  })

  it.each(steps)('ends a ban by the time that passes (%i ms)', step => {
    const { scheduler, exchange } = createWorld('/ws', {
      limits: { weightPerMinute: 1, rejectionsBeforeBan: 0 },
    })
    const status = () => exchange.rest('/api/v3/ping').status
    expect([status(), status()]).toEqual([200, 418])
    scheduler.stepClock(step)
    scheduler.advanceBy(119_000)
    expect(status()).toBe(418)
    scheduler.advanceBy(1_000)
    expect(status()).toBe(200)
  })

  it.each(steps)('expects an answer to each ping (%i ms)', step => {
    const { scheduler, exchange } = createWorld('/ws', {
      limits: { pingInterval: 20_000, pongTimeout: 60_000 },
    })
    const violations = (each: Exchange) => each.connections.flatMap(connection => connection.violations)
    for (let n = 0; n < 12; n++) {
      scheduler.advanceBy(25_000)
      scheduler.stepClock(step)
    }
    expect(exchange.connections).toHaveLength(1)
    expect(violations(exchange)).toEqual([])
  })
})
