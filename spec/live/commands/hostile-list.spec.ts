import { createWorld, watch } from '../../world.js'

/** A market whose exchange answers each probe with `list` in place of its subscriptions. */
function worldWithList(list: readonly string[]) {
  const world = createWorld({
    connect: url => {
      const socket = world.exchange.connect(url)
      const send = socket.send.bind(socket)
      return Object.assign(socket, {
        send: (text: string) => {
          const { method, id } = JSON.parse(text) as { method: string; id: number }
          if (method !== 'LIST_SUBSCRIPTIONS') return send(text)
          world.exchange.faults.send(JSON.stringify({ result: list, id }))
        },
      })
    },
  })
  return world
}

const foreign = (count: number): string[] => [
  'btcusdt@ticker',
  ...Array.from({ length: count }, (_, n) => `foreign${n}@trade`),
]

describe('a list of streams that were never subscribed', () => {
  it('of 200,000 names costs few commands and little time', () => {
    const { market, scheduler, exchange, commands, statuses, errors } = worldWithList(foreign(200_000))
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(29_000)
    const cpu = process.cpuUsage()
    scheduler.advanceBy(29_000)
    expect(process.cpuUsage(cpu).user / 1_000).toBeLessThan(2_000)
    const unsubscribed = commands().flatMap(({ method, params = [] }) =>
      method === 'UNSUBSCRIBE' ? params : [],
    )
    expect(unsubscribed.length).toBeGreaterThan(0)
    expect(unsubscribed.length).toBeLessThanOrEqual(1_024)
    expect(exchange.maxMessagesInAnySecond()).toBeLessThanOrEqual(5)
    expect(statuses.at(-1)?.type).toBe('live')
    expect(ticker.events.length).toBeGreaterThan(50)
    expect(errors).toEqual([])
  })

  it('delays neither a new subscription nor the close', () => {
    const { market, scheduler, exchange, steps } = worldWithList(foreign(200_000))
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(30_100)
    const late = watch(market.ticker$('ETHUSDT'))
    scheduler.advanceBy(20_000)
    expect(late.events.length).toBeGreaterThan(0)
    ticker.subscription.unsubscribe()
    late.subscription.unsubscribe()
    scheduler.advanceBy(5_000)
    expect(exchange.connections).toHaveLength(0)
    expect(steps().at(-1)).toBe('closed')
  })

  it('never has names sent back that no stream can have', () => {
    const { market, scheduler, commands } = worldWithList([
      'btcusdt@ticker',
      'x'.repeat(1_000_000),
      'a\u0000b',
      'line\nbreak',
    ])
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(120_000)
    const names = commands().flatMap(({ params = [] }) => params)
    expect(new Set(names)).toEqual(new Set(['btcusdt@ticker']))
  })

  it('that repeats ours a million times changes nothing', () => {
    const { market, scheduler, commands } = worldWithList(
      Array.from({ length: 1_000_000 }, () => 'btcusdt@ticker'),
    )
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(35_000)
    expect(commands().map(({ method }) => method)).toEqual(['SUBSCRIBE'])
  })
})
