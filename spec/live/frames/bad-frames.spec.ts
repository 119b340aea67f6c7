import { type DecodeError } from '../../../src/index.js'
import { createWorld, watch } from '../../world.js'

describe('one bad frame affects no other stream', () => {
  const subscribedWorld = () => {
    const world = createWorld()
    const bad = watch(world.market.ticker$('BTCUSDT'))
    const good = watch(world.market.ticker$('ETHUSDT'))
    world.scheduler.advanceBy(2_500)
    return { ...world, bad, good }
  }

  it('reports a mistyped field with channel, path and sample', () => {
    const { exchange, scheduler, errors, bad, good } = subscribedWorld()
    exchange.faults.corrupt('btcusdt@ticker', (payload: object) => ({ ...payload, c: 12 }))
    scheduler.advanceBy(3_000)
    expect(errors).toEqual([
      expect.objectContaining({
        code: 'DECODE_FAILED',
        channel: { kind: 'ticker', symbol: 'BTCUSDT' },
        path: 'data.c',
        expected: 'a decimal in a string',
        sample: '12',
        message: 'a frame of ticker BTCUSDT was dropped: data.c should be a decimal in a string, got 12',
      }),
    ])
    expect(bad.events.length).toBe(4)
    expect(good.events.length).toBe(5)
    expect([...bad.terminations, ...good.terminations]).toEqual([])
  })

  it('reports a missing field as a DecodeError', () => {
    const { exchange, scheduler, errors } = subscribedWorld()
    exchange.faults.corrupt('btcusdt@ticker', ({ E: _E, ...payload }: { E: number }) => payload)
    scheduler.advanceBy(1_000)
    expect(errors).toEqual([expect.objectContaining({ path: 'data.E', sample: 'nothing' })])
  })

  it('accepts unknown fields', () => {
    const { exchange, scheduler, errors, bad } = subscribedWorld()
    exchange.faults.corrupt('btcusdt@ticker', (payload: object) => ({ ...payload, new: { deep: [1] } }))
    scheduler.advanceBy(1_000)
    expect(errors).toEqual([])
    expect(bad.events.length).toBe(3)
  })

  it.each([
    ['text that is no JSON', '{"stream":"btcusdt@ticker","data":{"e":"24hrTi'],
    ['an unknown text', 'hello'],
    ['an empty text', ''],
    ['null', 'null'],
    ['a number', '17'],
    ['an array', '[1,2]'],
    ['an object of no known shape', '{"what":"ever"}'],
    ['an event without data', '{"stream":"btcusdt@ticker"}'],
    ['an event with null for data', '{"stream":"btcusdt@ticker","data":null}'],
  ])('continues after %s', (_what, text) => {
    const { exchange, scheduler, errors, bad, good, steps } = subscribedWorld()
    exchange.faults.send(text)
    scheduler.advanceBy(3_000)
    expect(errors).toEqual([expect.objectContaining({ code: 'DECODE_FAILED' })])
    expect(bad.events.length).toBe(5)
    expect(good.events.length).toBe(5)
    expect(steps()).toEqual(['connecting', 'open', 'subscribing', 'live'])
  })

  it('decodes an event whose keys are in another order', () => {
    const { exchange, scheduler, errors, bad } = subscribedWorld()
    let text = ''
    exchange.faults.corrupt('btcusdt@ticker', (payload: object) => {
      text = JSON.stringify({ data: payload, stream: 'btcusdt@ticker' })
      return payload
    })
    scheduler.advanceBy(1_000)
    exchange.faults.send(text)
    scheduler.advanceBy(100)
    expect(errors).toEqual([])
    expect(bad.events.length).toBe(4)
    expect({ ...bad.events[3], receivedAt: 0 }).toEqual({ ...bad.events[2], receivedAt: 0 })
  })

  it("ignores an unwanted stream's frame, whatever its key order", () => {
    const { exchange, scheduler, errors, good } = subscribedWorld()
    exchange.faults.send('{"stream":"bnbusdt@ticker","data":{}}')
    exchange.faults.send('{"data":{},"stream":"bnbusdt@ticker"}')
    scheduler.advanceBy(3_000)
    expect(errors).toEqual([])
    expect(good.events.length).toBe(5)
  })

  it('keeps a short sample and no reference to the message', () => {
    const { exchange, scheduler, errors } = subscribedWorld()
    exchange.faults.send(`{"stream":"btcusdt@ticker","data":"${'x'.repeat(1_000_000)}"}`)
    scheduler.advanceBy(100)
    const [error] = errors as DecodeError[]
    expect(error?.sample.length).toBeLessThanOrEqual(80)
    expect(JSON.stringify(error).length).toBeLessThan(400)
  })
})
