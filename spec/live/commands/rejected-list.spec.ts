import { watch } from '../../world.js'
import { worldWithList } from './answered-list.js'

/** A market on an exchange that answers each probe with an error. */
const worldWithoutList = () => worldWithList(id => ({ error: { code: 2, msg: 'unknown variant' }, id }))

describe('LIST_SUBSCRIPTIONS answered by an error', () => {
  it('is an answer: the connection stays live, reported once', () => {
    const { market, scheduler, exchange, errors, steps } = worldWithoutList()
    watch(market.trade$('UNLISTED'))
    scheduler.advanceBy(600_000)
    expect(steps()).toEqual(['connecting', 'open', 'subscribing', 'live'])
    expect(exchange.attempts).toBe(1)
    expect(errors).toEqual([
      expect.objectContaining({ code: 'COMMAND_REJECTED', command: 'LIST_SUBSCRIPTIONS', reason: 2 }),
    ])
  })

  it('is not reported again after a reconnect', () => {
    const { market, scheduler, exchange, errors } = worldWithoutList()
    watch(market.trade$('UNLISTED'))
    scheduler.advanceBy(40_000)
    exchange.faults.drop()
    scheduler.advanceBy(100_000)
    expect(exchange.attempts).toBe(2)
    expect(errors).toHaveLength(1)
  })

  it('still detects a dead connection', () => {
    const { market, scheduler, exchange, steps } = worldWithoutList()
    watch(market.bookTicker$('BTCUSDT'))
    scheduler.advanceBy(40_000)
    exchange.faults.halfOpen()
    scheduler.advanceBy(40_000)
    expect(steps()).toContain('stale')
  })

  it('releases a stream whose SUBSCRIBE was twice not answered', () => {
    const { market, scheduler, exchange, steps, commands } = worldWithoutList()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    exchange.faults.loseAcks(2)
    watch(market.ticker$('ETHUSDT'))
    scheduler.advanceBy(60_000)
    expect(steps().at(-1)).toBe('live')
    expect(commands().filter(({ params }) => params?.includes('ethusdt@ticker')).length).toBe(3)
  })
})
