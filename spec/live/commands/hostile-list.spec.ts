import { watch } from '../../world.js'
import { worldWithList } from './answered-list.js'

/** A market on an exchange that answers each probe with `list`, not its subscriptions. */
const worldWithStreams = (list: readonly string[]) => worldWithList(id => ({ result: list, id }))

const foreign = (count: number): string[] => [
  'btcusdt@ticker',
  ...Array.from({ length: count }, (_, n) => `foreign${n}@trade`),
]

describe('a list of streams that were never subscribed', () => {
  it('of 200,000 names costs few commands and little time', () => {
    const { market, scheduler, exchange, commands, statuses, errors } = worldWithStreams(foreign(200_000))
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
    const { market, scheduler, exchange, steps } = worldWithStreams(foreign(200_000))
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
    const { market, scheduler, commands } = worldWithStreams([
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
    const { market, scheduler, commands } = worldWithStreams(
      Array.from({ length: 1_000_000 }, () => 'btcusdt@ticker'),
    )
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(35_000)
    expect(commands().map(({ method }) => method)).toEqual(['SUBSCRIBE'])
  })
})
