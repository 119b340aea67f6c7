/** A live market's handling of the exchange's frames, from the socket to the subscriber. */
import type { Channel } from '../../../src/index.js'
import { createWorld, watch } from '../../world.js'

const trade = (symbol: string, id = 2): string =>
  `{"e":"trade","E":1,"s":"${symbol}","t":${id},"p":"1.5","q":"3","T":4,"m":true,"M":true}`

const miniTicker = (symbol: string, price: string): string =>
  `{"e":"24hrMiniTicker","E":1,"s":"${symbol}","c":${price},"o":"1","h":"1","l":"1","v":"1","q":"1"}`

const escaped = (text: string): string =>
  text.replace(/[^ -~]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A market with one channel, on an exchange that sends only what the spec sends. */
function subscribedWorld(channel: Channel, symbols: readonly string[] = []) {
  const world = createWorld({}, { symbols })
  const watched = watch(world.market.channel$(channel))
  world.scheduler.advanceBy(1_000)
  const send = (text: string): void => {
    world.exchange.faults.send(text)
    world.scheduler.advanceBy(1)
  }
  return { ...world, ...watched, send }
}

describe('a live market', () => {
  const chinese = '币安人生USDT'

  it.each([
    ['not ASCII', `"stream":"${chinese.toLowerCase()}@trade"`],
    ['ASCII-escaped', `"stream":"${escaped(chinese.toLowerCase())}@trade"`],
    ['escaped in part', `"stream":"${chinese.toLowerCase()}@\\u0074rade"`],
  ])('delivers the events of a stream whose name is %s', (_, name) => {
    const { events, errors, send } = subscribedWorld({ kind: 'trade', symbol: chinese })
    send(`{${name},"data":${trade(chinese)}}`)
    send(`{"data":${trade(chinese, 3)},${name}}`)
    expect(events).toEqual([
      expect.objectContaining({ symbol: chinese, price: 1.5 }),
      expect.objectContaining({ symbol: chinese, price: 1.5 }),
    ])
    expect(errors).toEqual([])
  })

  it('delivers the events of a plain name that is escaped', () => {
    const { events, errors, send } = subscribedWorld({ kind: 'trade', symbol: 'BTCUSDT' })
    send(`{"stream":"btcusdt@trad\\u0065","data":${trade('BTCUSDT')}}`)
    expect(events.length).toBe(1)
    expect(errors).toEqual([])
  })

  it('delivers a list without its invalid element, and reports that', () => {
    const { events, errors, send } = subscribedWorld({ kind: 'allMiniTickers' })
    const elements = [miniTicker('A', '"1"'), miniTicker('B', 'null'), miniTicker('C', '"2"')]
    send(`{"stream":"!miniTicker@arr","data":[${elements.join(',')}]}`)
    expect(events).toMatchObject([{ tickers: [{ symbol: 'A' }, { symbol: 'C' }] }])
    expect(errors).toMatchObject([{ code: 'DECODE_FAILED', path: 'data.1.c', sample: 'null' }])
  })

  const brackets = '['.repeat(200_000) + ']'.repeat(200_000)

  it.each([
    ['an unknown frame', brackets],
    ['a frame of another stream', `{"stream":"x@trade","data":${brackets}}`],
    ['a payload', `{"stream":"btcusdt@trade","data":${brackets}}`],
    ['a field', `{"stream":"btcusdt@trade","data":${trade('BTCUSDT').replace('"1.5"', brackets)}}`],
    [
      'an ignored field',
      `{"stream":"btcusdt@trade","data":${trade('BTCUSDT').replace('"M":true', `"M":${brackets}`)}}`,
    ],
    ['a rejection', `{"error":{"code":2,"msg":${brackets}},"id":1}`],
    ['an id', `{"result":null,"id":${brackets}}`],
  ])('keeps its connection when %s is 200,000 brackets', (_, text) => {
    const {
      events,
      errors,
      terminations: ends,
      send,
      steps,
    } = subscribedWorld({ kind: 'trade', symbol: 'BTCUSDT' })
    send(text)
    send(`{"stream":"btcusdt@trade","data":${trade('BTCUSDT')}}`)
    expect(events.length).toBe(1)
    expect(ends).toEqual([])
    expect(errors.every(({ code }) => code === 'DECODE_FAILED')).toBe(true)
    expect(steps()).not.toContain('closed')
  })
})
