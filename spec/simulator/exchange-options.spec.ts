import { VirtualScheduler } from '../../src/clock/virtual-scheduler.js'
import { createExchange, type ExchangeOptions, randomFaults } from '../../src/simulator/index.js'

const creating = (options: unknown) => () => createExchange(options as ExchangeOptions)

describe('the options of createExchange', () => {
  it.each([
    [{ sed: 7 }, 'sed', 'option sed is not an option of createExchange. Did you mean seed?'],
    [{ symbol: ['BTCUSDT'] }, 'symbol', 'Did you mean symbols?'],
    [{ limits: { conections: 5 } }, 'limits.conections', 'Did you mean connectionsPer5Minutes?'],
    [{ limits: { pingIntervall: 5 } }, 'limits.pingIntervall', 'Did you mean pingInterval?'],
    [{ symbols: [{ symbol: 'BTCUSDT', prize: 5 }] }, 'symbols[0].prize', 'Did you mean price?'],
  ])('suggest the name that was meant: %j', (options, option, message) => {
    expect(creating(options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION', option }) as Error)
    expect(creating(options)).toThrow(message)
  })

  it.each([
    [null, 'options', 'of createExchange should be an object'],
    ['BTCUSDT', 'options', 'of createExchange should be an object'],
    [{ seed: '7' }, 'seed', 'should be a finite number, got "7"'],
    [{ seed: NaN }, 'seed', 'should be a finite number, got NaN'],
    [{ seed: null }, 'seed', 'got null'],
    [{ latency: '5' }, 'latency', 'should be milliseconds from 0 to 2147483647, got "5"'],
    [{ latency: -1 }, 'latency', 'got -1'],
    [{ latency: NaN }, 'latency', 'got NaN'],
    [{ latency: null }, 'latency', 'got null'],
    [{ preset: 'mild' }, 'preset', 'should be "calm", "usual" or "wild", got "mild"'],
    [{ preset: 'constructor' }, 'preset', 'got "constructor"'],
    [{ preset: null }, 'preset', 'got null'],
    [{ protocol: 'real' }, 'protocol', 'should be "live" or "documented", got "real"'],
    [{ legacy: 'yes' }, 'legacy', 'should be true or false'],
    [{ scheduler: {} }, 'scheduler', 'should be an RxJS scheduler, such as asyncScheduler, got {}'],
    [{ scheduler: null }, 'scheduler', 'got null'],
    [{ faults: null }, 'faults', 'should be a list such as readFaults returns, got null'],
    [{ limits: null }, 'limits', 'should be an object'],
    [{ limits: 5 }, 'limits', 'should be an object'],
    [{ limits: { streams: '5' } }, 'limits.streams', 'should be a number from 0, or Infinity for no limit'],
    [{ limits: { streams: null } }, 'limits.streams', 'got null'],
    [{ limits: { streams: -1 } }, 'limits.streams', 'got -1'],
    [{ limits: { pingInterval: 0 } }, 'limits.pingInterval', 'should be milliseconds from 1'],
    [
      { limits: { maxAge: 2 ** 31 } },
      'limits.maxAge',
      'should be milliseconds from 1 to 2147483647, or Infinity',
    ],
    [{ symbols: 'BTCUSDT' }, 'symbols', 'should be a list such as [\'BTCUSDT\'], got "BTCUSDT"'],
    [{ symbols: null }, 'symbols', 'got null'],
    [
      { symbols: [null] },
      'symbols[0]',
      "should be a name or options such as { symbol: 'BTCUSDT' }, got null",
    ],
    [{ symbols: [{ price: 5 }] }, 'symbols[0].symbol', 'such as BTCUSDT, got undefined'],
    [{ symbols: ['B T C'] }, 'symbols[0]', 'should be a symbol of 2 to 40 letters and digits'],
    [{ symbols: ['BTCUSDT', { symbol: 'btcusdt' }] }, 'symbols', 'has BTCUSDT twice: list it once'],
    [{ symbols: [{ symbol: 'A1USDT', price: '5' }] }, 'symbols[0].price', 'got "5"'],
    [{ symbols: [{ symbol: 'A1USDT', price: null }] }, 'symbols[0].price', 'got null'],
    [{ symbols: [{ symbol: 'A1USDT', tickSize: 0 }] }, 'symbols[0].tickSize', 'got 0'],
    [{ symbols: [{ symbol: 'A1USDT', quoteAsset: 5 }] }, 'symbols[0].quoteAsset', 'the name of an asset'],
  ])('reject %j', (options, option, message) => {
    expect(creating(options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION', option }) as Error)
    expect(creating(options)).toThrow(message)
  })

  it.each([
    [{ volatility: -1 }, 'volatility should be a number from 0 to 100, got -1'],
    [{ volatility: null }, 'volatility should be a number from 0 to 100, got null'],
    [{ spread: NaN }, 'spread should be a number from 0 to 0.5, got NaN'],
    [{ drift: -2_000 }, 'drift should be a number from -1000 to 1000, got -2000'],
    [{ levels: 0 }, 'levels should be a number from 1 to 100000, got 0'],
    [{ blockTradesPerMinute: -3 }, 'blockTradesPerMinute should be a number from 0 to 60000, got -3'],
    [{ price: -5 }, 'price should be a number from 1e-8 to 10000000, got -5'],
  ])('reject a symbol with %j', (settings, message) => {
    const options = { symbols: ['BTCUSDT', { symbol: 'ETHUSDT', ...settings }] }
    expect(creating(options)).toThrow(`option symbols[1].${message}`)
  })

  it('take undefined for the default', async () => {
    const exchange = createExchange({
      seed: undefined,
      symbols: undefined,
      latency: undefined,
      limits: { streams: undefined },
      scheduler: new VirtualScheduler(0),
    } as unknown as ExchangeOptions)
    expect(JSON.parse(exchange.rest('/api/v3/exchangeInfo').body)).toMatchObject({ symbols: { length: 8 } })
    await exchange.close()
  })
})

describe('other options', () => {
  const exchange = createExchange({ scheduler: new VirtualScheduler(0) })
  const text = '1000.5: {"stream":"btcusdt@trade","data":{}}'

  it.each([
    [() => exchange.listen('80' as never), 'option port should be an integer from 0 to 65535, got "80"'],
    [() => exchange.listen(0, { hots: 'a' } as never), 'Did you mean host?'],
    [() => exchange.listen(0, { host: '' }), 'option host should be an address'],
    [() => exchange.listen(0, null as never), 'options of listen should be an object'],
    [() => exchange.playback({ name: 'a', text }, { sped: 2 } as never), 'Did you mean speed?'],
    [() => exchange.playback({ name: 'a', text }, { speed: 0 }), 'speed should be a number above 0'],
    [() => exchange.playback({ name: 'a', text }, { speed: '2' } as never), 'got "2"'],
    [() => exchange.playback({ name: 'a', text }, { waitFor: 'some' } as never), "'all', 'none' or a list"],
    [
      () => exchange.playback(null as never),
      'option recording should be a path or { name, text }, or a list of them, got null',
    ],
  ])('reject %s', async (call, message) => {
    await expect(call()).rejects.toThrow(message)
    await expect(call()).rejects.toMatchObject({ code: 'INVALID_OPTION' })
  })

  it.each([
    [() => exchange.shutdown({ grase: 5 } as never), 'Did you mean grace?'],
    [() => exchange.shutdown({ grace: -5 }), 'option grace should be milliseconds from 0'],
    [() => exchange.connect(5 as never), 'option url should be a URL or a path such as /stream, got 5'],
    [() => randomFaults(NaN, { duration: 5 }), 'option seed should be a finite number, got NaN'],
    [() => randomFaults(1, { duratoin: 5 } as never), 'Did you mean duration?'],
    [() => randomFaults(1, {} as never), 'option duration should be milliseconds'],
    [() => randomFaults(1, { duration: 5, names: ['dorp'] } as never), 'option names should be a list'],
  ])('throw for %s', (call, message) => {
    expect(call).toThrow(message)
    expect(call).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }) as Error)
  })
})
