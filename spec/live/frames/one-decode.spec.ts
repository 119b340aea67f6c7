import { binance } from '../../../src/index.js'
import { createWorld, watch } from '../../world.js'

const frame = (stream: string, price = '1.5', id = 2): string =>
  `{"stream":"${stream}","data":{"e":"trade","E":1,"s":"BTCUSDT","t":${id},"p":"${price}","q":"3","T":4,"m":true,"M":true}}`

/**
 * A market that records each decimal it converts, with one stream that sends only the frames of the
 * spec.
 */
function createCounted(compile: boolean) {
  const { exchange, scheduler } = createWorld({}, { symbols: [] })
  const converted: string[] = []
  const market = binance({
    connect: exchange.connect,
    scheduler,
    compile,
    numeric: text => {
      converted.push(text)
      return text
    },
  })
  const errors = watch(market.errors$)
  return { exchange, scheduler, market, converted, errors }
}

describe.each([true, false])('a frame (compiled: %s)', compile => {
  it('is decoded once for any number of subscribers', () => {
    const { exchange, scheduler, market, converted } = createCounted(compile)
    const watched = [1, 2, 3].map(() => watch(market.trade$('BTCUSDT')))
    scheduler.advanceBy(1_000)
    exchange.faults.send(frame('btcusdt@trade'))
    scheduler.advanceBy(0)
    expect(converted).toEqual(['1.5', '3'])
    const [first, ...others] = watched.map(({ events }) => events)
    expect(first?.map(({ price }) => price)).toEqual(['1.5'])
    // The same object.
    for (const events of others) expect(events[0]).toBe(first?.[0])
  })

  it('is not decoded while its stream has no subscriber', () => {
    const { exchange, scheduler, market, converted, errors } = createCounted(compile)
    const { subscription } = watch(market.trade$('BTCUSDT'))
    watch(market.trade$('ETHUSDT'))
    scheduler.advanceBy(1_000)
    exchange.faults.send(frame('bnbusdt@trade', 'no decimal'))
    subscription.unsubscribe()
    exchange.faults.send(frame('btcusdt@trade', 'no decimal'))
    scheduler.advanceBy(0)
    expect(converted).toEqual([])
    expect(errors.events).toEqual([])
  })

  it('is decoded with any key order, whitespace and non-ASCII name', () => {
    const { exchange, scheduler, market, errors } = createCounted(compile)
    const trades = watch(market.trade$('BTCUSDT'))
    const others = watch(market.trade$('币安人生USDT'))
    scheduler.advanceBy(1_000)
    const { data } = JSON.parse(frame('btcusdt@trade')) as { data: { t: number } }
    const [second, third] = [data.t + 1, data.t + 2]
    exchange.faults.send(JSON.stringify({ data, stream: 'btcusdt@trade' }))
    exchange.faults.send(JSON.stringify({ stream: 'btcusdt@trade', data: { ...data, t: second } }, null, 2))
    exchange.faults.send(
      frame('btcusdt@trade', undefined, third).replace('"p":"1.5","q":"3"', '"q":"3","p":"1.5"'),
    )
    exchange.faults.send(frame('币安人生usdt@trade'))
    scheduler.advanceBy(0)
    expect(trades.events.map(({ price, quantity }) => [price, quantity])).toEqual(
      Array.from({ length: 3 }, () => ['1.5', '3']),
    )
    expect(others.events.length).toBe(1)
    expect(errors.events).toEqual([])
  })
})
