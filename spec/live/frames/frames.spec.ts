import { type RawFrame } from '../../../src/index.js'
import { createWorld, START, watch } from '../../world.js'

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('market.frames$', () => {
  it('emits each delivered frame as received, after its event', () => {
    const { market, scheduler, exchange } = createWorld()
    const log: string[] = []
    const sent: string[] = []
    exchange.sent$.subscribe(frame => {
      if (frame.text.startsWith('{"stream"')) sent.push(frame.text)
    })
    market.frames$.subscribe(({ stream, receivedAt, bytes }) => {
      log.push(`${stream} ${receivedAt} ${text(bytes)}`)
    })
    const types: string[] = []
    market.events$.subscribe(({ type }) => types.push(`${type} ${log.length}`))
    watch(market.bookTicker$(['BTCUSDT', 'ETHUSDT']))
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    expect(log.map(line => line.replace(/^\S+ \S+ /, ''))).toEqual(sent)
    expect(types.map(line => Number(line.split(' ')[1]))).toEqual(types.map((_, n) => n))
    for (const line of log) {
      const [stream, receivedAt] = line.split(' ')
      expect(line).toContain(`{"stream":"${stream}"`)
      expect(Number(receivedAt)).toBeGreaterThan(START)
      expect(Number(receivedAt)).toBeLessThanOrEqual(START + 5_000)
    }
  })

  it('emits a frame once, however many subscribers it has', () => {
    const { market, scheduler } = createWorld()
    const first = watch(market.frames$)
    const second = watch(market.frames$)
    const tickers = [1, 2, 3].map(() => watch(market.ticker$('BTCUSDT')))
    scheduler.advanceBy(4_500)
    expect(first.events).toHaveLength(tickers[0]?.events.length ?? 0)
    expect(second.events).toEqual(first.events)
  })

  it('emits nothing for frames not decoded or not wanted', () => {
    const { market, scheduler, exchange, errors } = createWorld()
    const streams: string[] = []
    market.frames$.subscribe(({ stream }) => streams.push(stream))
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(100)
    const injected = '{"e":"24hrTicker","E":1}'
    exchange.faults.send(`{"stream":"btcusdt@ticker","data":${injected}}`)
    exchange.faults.send('{"stream":"ethusdt@ticker","data":{}}')
    exchange.faults.send('{"stream":"btcusdt@ticker"')
    exchange.faults.send('{"result":null,"id":99}')
    scheduler.advanceBy(100)
    expect(errors).toHaveLength(2)
    expect(streams).toEqual([])
    scheduler.advanceBy(1_000)
    expect(new Set(streams)).toEqual(new Set(['btcusdt@ticker']))
  })

  it('lends its bytes: a copy stays, the frame may change', () => {
    const { market, scheduler } = createWorld()
    const copies: string[] = []
    const lent: RawFrame[] = []
    const now: string[] = []
    market.frames$.subscribe(frame => {
      lent.push(frame)
      now.push(text(frame.bytes))
      copies.push(text(frame.bytes.slice()))
    })
    watch(market.bookTicker$('BTCUSDT'))
    scheduler.advanceBy(3_000)
    expect(copies).toEqual(now)
    for (const [n, { bytes }] of lent.entries()) expect(bytes).toHaveLength((copies[n] ?? '').length)
  })

  it('emits frames with escaped or non-ASCII names as received', () => {
    const { market, scheduler, exchange } = createWorld({}, { symbols: ['币安人生USDT'] })
    const frames: string[] = []
    market.frames$.subscribe(({ stream, bytes }) => frames.push(`${stream} ${text(bytes)}`))
    watch(market.bookTicker$('币安人生USDT'))
    scheduler.advanceBy(10)
    frames.length = 0
    const data = '{"u":1,"s":"币安人生USDT","b":"1","B":"1","a":"2","A":"1"}'
    const plain = `{"stream":"币安人生usdt@bookTicker","data":${data}}`
    const escaped = plain.replace('币', '\\u5e01').replace('"u":1', '"u":2')
    exchange.faults.send(plain)
    exchange.faults.send(escaped)
    scheduler.advanceBy(0)
    expect(frames.slice(0, 2)).toEqual([
      `币安人生usdt@bookTicker ${plain}`,
      `币安人生usdt@bookTicker ${escaped}`,
    ])
  })

  it('completes at close()', async () => {
    const { market, scheduler } = createWorld()
    const frames = watch(market.frames$)
    const stats = watch(market.stats$)
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    const closing = market.close()
    scheduler.advanceBy(1_000)
    await closing
    expect(frames.terminations).toEqual(['complete'])
    expect(stats.terminations).toEqual(['complete'])
  })
})

describe('market.stats$', () => {
  it('counts frames of streams that are not open', () => {
    const { market, scheduler, exchange, errors } = createWorld()
    const stats = watch(market.stats$)
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(100)
    expect(stats.events).toEqual([{ unroutedFrames: 0 }])
    exchange.faults.send('{"stream":"ethusdt@ticker","data":{}}')
    exchange.faults.send('{"stream":"\\u5e01usdt@trade","data":{}}')
    exchange.faults.send('{"data":{},"stream":"bnbusdt@trade"}')
    exchange.faults.send('{ "stream" : "bnbusdt@trade" , "data" : {} }')
    scheduler.advanceBy(0)
    expect(stats.events.at(-1)).toEqual({ unroutedFrames: 4 })
    expect(watch(market.stats$).events).toEqual([{ unroutedFrames: 4 }])
    expect(errors).toEqual([])
  })
})
