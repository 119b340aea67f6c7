import { createExchange, type ExchangeOptions } from '../../src/simulator/index.js'

describe('what is listed', () => {
  it.each([
    [{ symbols: 'BTCUSDT' }, "symbols should be a list such as ['BTCUSDT'], got 'BTCUSDT'"],
    [{ symbols: [null] }, 'each of symbols should be a name or have one as its symbol, got null'],
    [{ symbols: [{ price: 5 }] }, 'each of symbols should be a name or have one as its symbol'],
    [{ symbols: ['BTCUSDT', { symbol: 'btcusdt' }] }, 'symbols has BTCUSDT twice: list it once'],
    [{ symbols: ['B T C'] }, "'B T C' cannot be a symbol: give 2 to 40 letters and digits, such as BTCUSDT"],
    [{ latency: -1 }, 'latency -1 cannot be: give milliseconds from 0'],
    [{ latency: NaN }, 'latency NaN cannot be: give milliseconds from 0'],
  ])('is refused where it cannot be: %j', (options, message) => {
    const creating = () => createExchange(options as unknown as ExchangeOptions)
    expect(creating).toThrow(TypeError)
    expect(creating).toThrow(message)
  })
})
