import type { Protocol } from '../../../src/simulator/index.js'
import { inVirtualTime, listen } from '../client.js'

const opened = (url?: string, protocol: Protocol = 'documented') => {
  const { scheduler, exchange } = inVirtualTime({ protocol, limits: { messagesPerSecond: 1_000 } })
  const client = listen(exchange, url)
  scheduler.advanceBy(0)
  const answer = (message: unknown): string | undefined => {
    client.send(message)
    scheduler.advanceBy(0)
    return client.texts.at(-1)
  }
  return { scheduler, exchange, client, answer }
}

describe('control messages, as documented', () => {
  it('acknowledges SUBSCRIBE and UNSUBSCRIBE, and lists the rest in order', () => {
    const { answer, exchange } = opened()
    expect(answer({ method: 'SUBSCRIBE', params: ['btcusdt@aggTrade', 'btcusdt@depth'], id: 1 })).toBe(
      '{"result":null,"id":1}',
    )
    expect(answer({ method: 'SUBSCRIBE', params: ['ethusdt@trade'], id: 2 })).toBe('{"result":null,"id":2}')
    expect(answer({ method: 'UNSUBSCRIBE', params: ['btcusdt@depth'], id: 3 })).toBe('{"result":null,"id":3}')
    expect(answer({ method: 'LIST_SUBSCRIPTIONS', id: 4 })).toBe(
      '{"result":["btcusdt@aggTrade","ethusdt@trade"],"id":4}',
    )
    expect(exchange.connections[0]?.subscriptions).toEqual(['btcusdt@aggTrade', 'ethusdt@trade'])
  })

  it('echoes ids unchanged: 64-bit integers, strings, null', () => {
    const { answer } = opened()
    for (const id of ['9223372036854775807', '-9223372036854775808', '"a36bf00e"', 'null']) {
      expect(answer(`{"method":"LIST_SUBSCRIPTIONS","id":${id}}`)).toBe(`{"result":[],"id":${id}}`)
    }
  })

  it.each([
    ['9223372036854775808', 'an integer beyond 64 bits'],
    ['1.5', 'a fraction'],
    ['true', 'a boolean'],
    [`"${'x'.repeat(37)}"`, 'a string of 37'],
  ])('rejects the id %s, %s', id => {
    const { answer } = opened()
    expect(answer(`{"method":"LIST_SUBSCRIPTIONS","id":${id}}`)).toBe(
      '{"code":2,"msg":"Invalid request: request ID must be an unsigned integer"}',
    )
  })

  it.each([
    [
      '{"method":"LIST_SUBSCRIPTIONS"}',
      '{"code":2,"msg":"Invalid request: request ID must be an unsigned integer"}',
    ],
    ['{"method":"GET_PROPERTY","params":["x"],"id":1}', '{"code":0,"msg":"Unknown property","id":1}'],
    ['{"method":"SET_PROPERTY","params":["x",true],"id":1}', '{"code":0,"msg":"Unknown property","id":1}'],
    [
      '{"method":"SET_PROPERTY","params":["combined",1],"id":1}',
      '{"code":1,"msg":"Invalid value type: expected Boolean","id":1}',
    ],
    [
      '{"method":"GET_PROPERTY","params":[7],"id":1}',
      '{"code":2,"msg":"Invalid request: property name must be a string","id":1}',
    ],
    [
      '{"method":"GET_PROPERTY","id":1}',
      '{"code":2,"msg":"Invalid request: property name must be a string","id":1}',
    ],
    [
      '{"method":"LIST_SUBSCRIPTIONS","params":["a"],"id":1}',
      '{"code":2,"msg":"Invalid request: too many parameters","id":1}',
    ],
    [
      '{"params":["btcusdt@trade"],"id":1}',
      '{"code":2,"msg":"Invalid request: missing field `method` at line 1 column 35","id":1}',
    ],
    [
      '{"method":"SUBSCRIPTIONS","id":1}',
      '{"code":2,"msg":"Invalid request: unknown variant `SUBSCRIPTIONS`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY` at line 1 column 25","id":1}',
    ],
    ['hello', '{"code":3,"msg":"Invalid JSON: expected value at line 1 column 1"}'],
    ['{"id":1,\n"a":}', '{"code":3,"msg":"Invalid JSON: expected value at line 2 column 5"}'],
    [
      '{"method":"SUBSCRIBE","params":["btcusdt@nonsense"],"id":2}',
      '{"error":{"code":2,"msg":"Invalid request: invalid stream"},"id":2}',
    ],
  ])('answers %s with the documented error', (request, reply) => {
    expect(opened().answer(request)).toBe(reply)
  })

  it('subscribes nothing of a command that names one malformed stream', () => {
    const { answer, exchange } = opened()
    answer({ method: 'SUBSCRIBE', params: ['btcusdt@trade', 'btcusdt@depth7'], id: 1 })
    expect(exchange.connections[0]?.subscriptions).toEqual([])
  })

  it('acknowledges a well-formed stream of an unknown symbol', () => {
    const { answer, client, scheduler } = opened()
    expect(answer({ method: 'SUBSCRIBE', params: ['nosuchcoin@ticker', 'BTCUSDT@ticker'], id: 1 })).toBe(
      '{"result":null,"id":1}',
    )
    scheduler.advanceBy(10_000)
    expect(client.texts).toHaveLength(1)
  })

  it('is raw on /ws and combined on /stream, until SET_PROPERTY', () => {
    expect(
      opened('wss://any.host:9443/ws').answer('{"method":"GET_PROPERTY","params":["combined"],"id":1}'),
    ).toBe('{"result":false,"id":1}')
    const { answer, client, scheduler } = opened()
    expect(answer('{"method":"GET_PROPERTY","params":["combined"],"id":1}')).toBe('{"result":true,"id":1}')
    answer({ method: 'SUBSCRIBE', params: ['btcusdt@miniTicker'], id: 2 })
    scheduler.advanceBy(1_000)
    expect(client.texts.at(-1)).toMatch(/^\{"stream":"btcusdt@miniTicker","data":\{"e":"24hrMiniTicker"/)
    answer('{"method":"SET_PROPERTY","params":["combined",false],"id":3}')
    scheduler.advanceBy(1_000)
    expect(client.texts.at(-1)).toMatch(/^\{"e":"24hrMiniTicker"/)
  })

  it('rejects more than 1,024 streams as a whole', () => {
    const { answer, exchange } = opened()
    const many = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => `s${from + i}@trade`)
    for (let i = 0; i < 1_000; i += 200) answer({ method: 'SUBSCRIBE', params: many(i, i + 200), id: i })
    expect(answer({ method: 'SUBSCRIBE', params: many(1_000, 1_025), id: 9 })).toBe(
      '{"code":2,"msg":"Invalid request: 1025 streams are more than 1024 on one connection","id":9}',
    )
    expect(exchange.connections[0]?.subscriptions).toHaveLength(1_000)
    expect(answer({ method: 'SUBSCRIBE', params: many(1_000, 1_024), id: 10 })).toBe(
      '{"result":null,"id":10}',
    )
  })
})

describe('control messages, as observed', () => {
  const live = (url?: string) => opened(url, 'live')

  it.each(['btcusdt@depth@50ms', 'btcusdt@depth30', 'btcusdt@markPrice', '!markPrice@arr', '!ticker@arr'])(
    'acknowledges and lists %s, which stays silent',
    stream => {
      const { answer, client, scheduler, exchange } = live()
      expect(answer({ method: 'SUBSCRIBE', params: [stream], id: 1 })).toBe('{"result":null,"id":1}')
      scheduler.advanceBy(10_000)
      expect(client.texts).toHaveLength(1)
      expect(exchange.connections[0]?.subscriptions).toEqual([stream])
      expect(answer({ method: 'LIST_SUBSCRIPTIONS', id: 2 })).toBe(`{"result":["${stream}"],"id":2}`)
    },
  )

  it.each(['btcusdt', '', 'btc usdt@trade', '@trade', 'btcusdt@'])('rejects the stream "%s"', stream => {
    const { answer, exchange } = live()
    expect(answer({ method: 'SUBSCRIBE', params: ['ethusdt@trade', stream], id: 1 })).toBe(
      '{"error":{"code":2,"msg":"Invalid request: invalid stream"},"id":1}',
    )
    expect(exchange.connections[0]?.subscriptions).toEqual([])
  })

  it('lists a stream of the URL that is not served', () => {
    const { exchange } = live('/stream?streams=btcusdt@depth@50ms/btcusdt@trade')
    expect(exchange.connections[0]?.subscriptions).toEqual(['btcusdt@depth@50ms', 'btcusdt@trade'])
  })

  it('nests the error of an unknown method', () => {
    expect(live().answer('{"method":"SUBSCRIPTIONS","id":1}')).toBe(
      '{"error":{"code":2,"msg":"Invalid request: unknown variant `SUBSCRIPTIONS`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY` at line 1 column 25"},"id":1}',
    )
  })

  it.each([
    'hello',
    '',
    '{"method":"SUBSCRIBE",',
    '['.repeat(4_000),
    '{"method":"LIST_SUBSCRIPTIONS","id":"a36bf00e"}',
    '{"method":"LIST_SUBSCRIPTIONS","id":null}',
    '{"method":"LIST_SUBSCRIPTIONS","id":true}',
  ])('closes with 1008 after %j', text => {
    const { answer, client } = live()
    answer(text)
    expect(client.texts).toEqual([])
    expect(client.closes).toEqual([{ code: 1008, reason: 'Invalid request', wasClean: true }])
  })

  it('keeps the documented reply to a missing id', () => {
    expect(live().answer('{"method":"LIST_SUBSCRIPTIONS"}')).toBe(
      '{"code":2,"msg":"Invalid request: request ID must be an unsigned integer"}',
    )
  })

  it('closes with 1008 Pong timeout 80 s after an answer', () => {
    const { client, scheduler, exchange } = live()
    exchange.faults.halfOpen()
    scheduler.advanceBy(76_000)
    expect(exchange.connections).toHaveLength(1)
    expect(client.closes).toEqual([])
    scheduler.advanceBy(10_000)
    expect(exchange.connections).toEqual([])
  })
})

describe('deep nesting', () => {
  it.each<[Protocol, string]>([
    ['live', `{"method":${'['.repeat(2_000)}${']'.repeat(2_000)},"id":1}`],
    ['documented', `{"method":${'['.repeat(2_000)}${']'.repeat(2_000)},"id":1}`],
    ['documented', '['.repeat(4_096)],
    ['documented', '{"a":'.repeat(800)],
    ['documented', `{"method":"SUBSCRIBE","params":${'['.repeat(2_000)}${']'.repeat(2_000)},"id":1}`],
  ])('is answered (%s)', (protocol, text) => {
    const { answer, client } = opened(undefined, protocol)
    expect(answer(text)).toMatch(/"code":[23],"msg":"Invalid/)
    expect(client.closes).toEqual([])
  })
})

describe('retired names', () => {
  it.each([
    ['!ticker@arr', '24hrTicker'],
    ['!ticker@arr@1000ms', '24hrTicker'],
    ['!miniTicker@arr@1000ms', '24hrMiniTicker'],
  ])('%s is served with legacy, and silent without', (stream, type) => {
    for (const legacy of [true, false]) {
      const { scheduler, exchange } = inVirtualTime({ legacy })
      const client = listen(exchange, `/stream?streams=${stream}`)
      scheduler.advanceBy(1_000)
      expect(client.frames<{ e: string }[]>(stream).flatMap(tickers => tickers.map(({ e }) => e))).toEqual(
        legacy ? [type, type] : [],
      )
    }
  })
})

describe('paths', () => {
  it.each([
    ['ws://x/ws/btcusdt@trade', ['btcusdt@trade']],
    ['ws://x/ws/btcusdt@trade/ethusdt@trade', ['btcusdt@trade', 'ethusdt@trade']],
    [
      'ws://x/stream?streams=btcusdt@trade/btcusdt@kline_1d@+08:00',
      ['btcusdt@trade', 'btcusdt@kline_1d@+08:00'],
    ],
    ['ws://x/stream?timeUnit=MICROSECOND&streams=btcusdt%40trade', ['btcusdt@trade']],
    ['/stream', []],
  ])('subscribes the streams of %s', (url, streams) => {
    const { scheduler, exchange } = inVirtualTime()
    listen(exchange, url)
    scheduler.advanceBy(0)
    expect(exchange.connections[0]?.subscriptions).toEqual(streams)
  })

  it('rejects an unknown path', () => {
    const { scheduler, exchange } = inVirtualTime()
    const { closes } = listen(exchange, 'ws://x/nowhere')
    scheduler.advanceBy(0)
    expect(closes).toEqual([{ code: 1006, reason: '', wasClean: false }])
  })

  it('writes every time in microseconds with timeUnit', () => {
    const { scheduler, exchange } = inVirtualTime()
    const { texts } = listen(exchange, 'ws://x/ws/btcusdt@kline_1m?timeUnit=microsecond')
    scheduler.advanceBy(2_000)
    const { E, k } = JSON.parse(texts[0] ?? '') as { E: number; k: { t: number } }
    expect(E).toBe(scheduler.now() * 1_000)
    expect(k.t).toBe((scheduler.now() - 2_000) * 1_000)
  })
})
