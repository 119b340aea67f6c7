/** The address of requests: a market on another exchange never asks the real one. */
import { NEVER } from 'rxjs'
import { binance, type BinanceOptions, type WebSocketLike } from '../../src/index.js'
import { createExchange } from '../../src/simulator/index.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { watch } from '../world.js'

const connect = (): WebSocketLike => ({}) as WebSocketLike

function ask(options: BinanceOptions) {
  const scheduler = new VirtualScheduler()
  const urls: string[] = []
  const request = (url: string) => {
    urls.push(url)
    return NEVER
  }
  const { terminations } = watch(binance({ request, scheduler, ...options }).serverTime$())
  scheduler.advanceBy(1)
  return urls[0] ?? terminations[0]
}

describe('the address of REST', () => {
  it.each<[BinanceOptions, string]>([
    [{}, 'https://api.binance.com'],
    [{ url: 'wss://stream.binance.com:443/ws' }, 'https://api.binance.com'],
    [{ url: 'wss://data-stream.binance.vision' }, 'https://data-api.binance.vision'],
    [{ url: 'wss://stream.testnet.binance.vision/ws' }, 'https://testnet.binance.vision'],
    [{ restUrl: 'https://data-api.binance.vision/' }, 'https://data-api.binance.vision'],
    [{ restUrl: 'https://proxy.example/binance/api/v3' }, 'https://proxy.example/binance'],
    [{ url: 'wss://other.example', restUrl: 'http://localhost:8080' }, 'http://localhost:8080'],
  ])('for %j is %s', (options, address) => {
    expect(ask(options)).toBe(`${address}/api/v3/time`)
  })

  it.each<[string, BinanceOptions, string]>([
    ['another url', { url: 'wss://other.example' }, 'url is "wss://other.example"'],
    ['a look-alike', { url: 'wss://stream.binance.com.example' }, 'url is'],
    ['connect', { connect, request: undefined as never }, 'connect is given'],
  ])('is not that of the real exchange with %s', (_, options, reason) => {
    expect(ask(options)).toMatchObject({
      code: 'INVALID_OPTION',
      option: 'restUrl',
      message: expect.stringContaining(`is needed for snapshots and history, as ${reason}`) as string,
    })
  })

  it.each([
    ['wss://stream.binance.com', 'is an address of streams'],
    ['api.binance.com', 'is not a URL'],
    ['https://user:secret@host', 'is not a URL without credentials'],
    ['https://host/?a=b', 'is not a URL without credentials and query'],
    [7, 'should be a string'],
  ])('is rejected as %s', (restUrl, problem) => {
    expect(() => binance({ restUrl: restUrl as string })).toThrow(problem)
  })
})

describe('the option exchange', () => {
  it('gives a market its socket, its REST and its clock', () => {
    const scheduler = new VirtualScheduler(1_700_000_000_000)
    const exchange = createExchange({ scheduler })
    const market = binance({ exchange, url: 'ws://elsewhere.example' })
    const time = watch(market.serverTime$())
    const trades = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    expect(time.events).toEqual([1_700_000_000_000])
    expect(trades.events.length).toBeGreaterThan(0)
  })

  it.each([null, 'exchange', {}, { connect }])('rejects %p', exchange => {
    expect(() => binance({ exchange: exchange as never })).toThrow(
      'option exchange should be an exchange such as createExchange()',
    )
  })
})
