import { asyncScheduler } from 'rxjs'
import { binance, InvalidOptionError, type LiveOptions } from '../src/index.js'
import { liveSettings } from '../src/live-settings.js'

const settings = (options: unknown) => liveSettings('binance', options)

describe('options of a live market', () => {
  it.each<[unknown, string]>([
    [null, 'option options of binance should be an object such as { url: … }, got null'],
    [
      'wss://localhost:9443',
      'option options of binance should be an object, got "wss://localhost:9443"; write binance({ url: "wss://localhost:9443" })',
    ],
    [[], 'option options of binance should be an object'],
    [7, 'option options of binance should be an object'],
    [() => undefined, 'option options of binance should be an object'],
    [new Map(), 'option options of binance should be an object'],
    [{ ulr: 'wss://x' }, 'option ulr is not an option of binance. Did you mean url? Options: url, reconnect'],
    [
      { heartbeat_interval: 30 },
      'option heartbeat_interval is not an option of binance. Did you mean heartbeatInterval?',
    ],
    [{ base_url: 'wss://x' }, 'option base_url is not an option of binance. Did you mean url?'],
    [{ auto_reconnect: true }, 'Did you mean reconnect?'],
    [{ max_reconnect_attempts: 5 }, 'Did you mean reconnect.maxAttempts?'],
    [{ enable_compression: true }, 'Did you mean compression?'],
    [
      { maxAttempts: 3 },
      'option maxAttempts is not an option of binance. Did you mean reconnect.maxAttempts?',
    ],
    [{ maxConnections: 3 }, 'Did you mean pool.maxConnections?'],
    [
      { pool: { size: 5 } },
      'option pool.size is not an option of binance. Did you mean maxConnections? Options of pool: maxConnections',
    ],
    [{ pool: 5 }, 'option pool of binance should be an object such as { maxConnections: … }, got 5'],
    [{ pool: null }, 'option pool of binance should be an object'],
    [{ debug: true }, 'option debug should be a function from an entry, such as console.log, got true'],
    [{ pool: { maxConnections: 0 } }, 'option pool.maxConnections should be an integer from 1 to 300, got 0'],
    [
      { pool: { maxConnections: '5' } },
      'option pool.maxConnections should be an integer from 1 to 300, got "5"',
    ],
    [{ pool: { mirror: 2 } }, 'Did you mean mirror (an option of its own)?'],
    [{ mirror: 0 }, 'option mirror should be an integer from 1 to 4, got 0'],
    [{ mirror: true }, 'option mirror should be an integer from 1 to 4, got true'],
    [{ mirrors: 2 }, 'Did you mean mirror?'],
    [
      { backfill: 1 },
      'option backfill should be true, false or an object such as { maxDelay: 30000 }, got 1',
    ],
    [{ rotation: null }, 'option rotation should be true, false or an object such as { hour: 3 }, got null'],
    [{ rotation: 'off' }, 'option rotation should be true, false or an object'],
    [{ rotation: { afer: 5 } }, 'option rotation.afer is not an option of binance. Did you mean after?'],
    [
      { rotation: { after: 23 } },
      'option rotation.after should be milliseconds from 1000 to 86400000 (24 hours), got 23',
    ],
    [{ rotation: { after: Infinity } }, 'option rotation.after should be milliseconds'],
    [{ rotation: { after: 86_400_001 } }, 'option rotation.after should be milliseconds'],
    [{ rotation: { hour: 24 } }, 'option rotation.hour should be an hour of the day, UTC, 0 to 23, got 24'],
    [{ rotation: { hour: 4.5 } }, 'option rotation.hour should be an hour of the day'],
    [{ rotation: { hour: '4' } }, 'option rotation.hour should be an hour of the day'],
    [{ url: [] }, 'option url should be an address, or a list of 1 to 100, got []'],
    [{ url: Array(2 ** 32 - 1) }, 'option url should be an address, or a list of 1 to 100, got'],
    [{ url: ['wss://a', 5] }, 'option url[1] should be a string such as "wss://host:port", got 5'],
    [{ reconnect: null }, 'option reconnect should be true, false or an object'],
    [
      { reconnect: 5 },
      'option reconnect should be true, false or an object such as { maxAttempts: Infinity }, got 5',
    ],
    [{ reconnect: 'false' }, 'option reconnect should be true, false or an object'],
    [
      { reconnect: { attempts: 3 } },
      'option reconnect.attempts is not an option of binance. Did you mean maxAttempts?',
    ],
    [{ reconnect: { backoff_factor: 2 } }, 'Did you mean factor?'],
    [
      { reconnect: { maxAttempts: -1 } },
      'option reconnect.maxAttempts should be an integer from 0, or Infinity, got -1',
    ],
    [
      { reconnect: { maxAttempts: '5' } },
      'option reconnect.maxAttempts should be an integer from 0, or Infinity, got "5"',
    ],
    [{ reconnect: { factor: 0.5 } }, 'option reconnect.factor should be a number from 1, got 0.5'],
    [{ reconnect: { factor: '2' } }, 'option reconnect.factor should be a number from 1, got "2"'],
    [{ reconnect: { jitter: 2 } }, 'option reconnect.jitter should be a number from 0 to 1, got 2'],
    [{ reconnect: { random: 0.5 } }, 'option reconnect.random should be a function that returns a number'],
    [{ reconnect: { maxDelay: 1e12 } }, 'option reconnect.maxDelay should be'],
    [{ reconnect: { initialDelay: null } }, 'option reconnect.initialDelay should be milliseconds'],
    [
      { heartbeatInterval: 30 },
      'option heartbeatInterval should be milliseconds from 1000 to 2147483647, got 30; for 30 seconds write 30000',
    ],
    [{ heartbeatInterval: 999 }, 'option heartbeatInterval should be milliseconds from 1000'],
    [
      { heartbeatInterval: 0 },
      'option heartbeatInterval should be milliseconds from 1000 to 2147483647, got 0',
    ],
    [
      { heartbeatInterval: '30000' },
      'option heartbeatInterval should be milliseconds from 1000 to 2147483647, got "30000"',
    ],
    [
      { heartbeatInterval: 2 ** 31 },
      'option heartbeatInterval should be milliseconds from 1000 to 2147483647, got 2147483648',
    ],
    [{ heartbeatInterval: null }, 'option heartbeatInterval should be milliseconds'],
    [{ connectTimeout: NaN }, 'option connectTimeout should be milliseconds from 1 to 2147483647, got NaN'],
    [{ commandTimeout: -1 }, 'option commandTimeout should be'],
    [{ closeTimeout: Infinity }, 'option closeTimeout should be'],
    [{ linger: -1 }, 'option linger should be milliseconds from 0 to 2147483647, got -1'],
    [{ linger: true }, 'option linger should be milliseconds from 0'],
    [{ maxFrameBytes: 0 }, 'option maxFrameBytes should be an integer from 1, got 0'],
    [{ maxFrameBytes: '16mb' }, 'option maxFrameBytes should be an integer from 1, got "16mb"'],
    [{ compression: null }, 'option compression should be true, false or an object'],
    [{ compression: 6 }, 'option compression should be true, false or an object such as { level: 6 }, got 6'],
    [
      { compression: 'gzip' },
      'option compression should be true, false or an object such as { level: 6 }, got "gzip"',
    ],
    [{ compression: { level: 11 } }, 'option compression.level should be an integer from 0 to 9, got 11'],
    [{ compression: { level: null } }, 'option compression.level should be'],
    [
      { compression: { levels: 6 } },
      'option compression.levels is not an option of binance. Did you mean level?',
    ],
    [{ timeUnit: 'second' }, 'option timeUnit should be "millisecond" or "microsecond", got "second"'],
    [{ timeUnit: null }, 'option timeUnit should be'],
    [{ compile: 'no' }, 'option compile should be true or false, got "no"'],
    [
      { numeric: 'decimal' },
      'option numeric should be a function from a string, such as String, got "decimal"',
    ],
    [{ numeric: null }, 'option numeric should be a function'],
    [{ scheduler: {} }, 'option scheduler should be a SchedulerLike, with now() and schedule(), got {}'],
    [{ scheduler: null }, 'option scheduler should be a SchedulerLike'],
    [{ connect: 'ws' }, 'option connect should be a function from a URL to a socket, got "ws"'],
    [
      { connect: class Socket {} },
      'option connect should be a function from a URL to a socket, got the class Socket; write url => new Socket(url)',
    ],
    [
      { headers: [] },
      "option headers should be an object of strings, such as { 'User-Agent': 'bot/1.0' }, got object Array",
    ],
    [{ headers: null }, 'option headers should be an object of strings'],
    [{ headers: new Headers({ a: 'b' }) }, 'got object Headers'],
    [{ headers: { 'a b': 'x' } }, 'option headers has an invalid header name, "a b"'],
    [
      { headers: { Authorization: 5 } },
      'option headers.Authorization should be a string that HTTP can carry, got number',
    ],
    [{ agent: 'proxy' }, 'option agent should be an http.Agent'],
    [{ agent: {} }, 'option agent should be an http.Agent'],
  ])('rejects %p synchronously', (options, message) => {
    expect(() => binance(options as LiveOptions)).toThrow(message)
    expect(() => binance(options as LiveOptions)).toThrow(InvalidOptionError)
  })

  it('reports options that cannot be read', () => {
    const cause = new Error('boom')
    const options = {
      get url(): string {
        throw cause
      },
    }
    expect(() => binance(options)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', option: 'options', cause }) as Error,
    )
  })

  it('never prints a header that is wrong', () => {
    const headers = { Authorization: 'Bearer s3cret\n' }
    expect(() => settings({ headers })).toThrow(expect.not.stringContaining('s3cret') as string)
    expect(() => settings({ headers })).toThrow(
      'option headers.Authorization should be a string that HTTP can carry',
    )
  })

  it('never prints the credentials of a URL in another place', () => {
    expect(() => settings({ ulr: 'wss://me:s3cret@localhost' })).toThrow('(got "wss://***@localhost")')
    expect(() => settings('wss://me:s3cret@localhost')).toThrow('got "wss://***@localhost"')
  })

  it('have defaults', () => {
    const defaults = {
      urls: undefined,
      rotation: { after: 82_800_000, hour: undefined },
      mirror: 1,
      reconnect: {
        maxAttempts: 5,
        initialDelay: 1_000,
        maxDelay: 60_000,
        factor: 2,
        jitter: 0.5,
        minUptime: 5_000,
        random: Math.random,
      },
      heartbeatInterval: 30_000,
      connectTimeout: 30_000,
      commandTimeout: 5_000,
      closeTimeout: 2_000,
      linger: 1_000,
      maxFrameBytes: 16_777_216,
      compression: false,
      maxConnections: 5,
      timeUnit: 'millisecond',
      compile: true,
      scheduler: asyncScheduler,
      headers: undefined,
      agent: undefined,
      connect: undefined,
      restUrl: undefined,
      request: undefined,
      checkSymbols: false,
      backfill: false,
      debug: undefined,
    }
    expect(settings(undefined)).toEqual(defaults)
    expect(settings({})).toEqual(defaults)
    const names = [...Object.keys(defaults), 'pool', 'numeric'].filter(name => name !== 'maxConnections')
    expect(settings(Object.fromEntries(names.map(name => [name, undefined])))).toEqual(defaults)
    expect(settings({ reconnect: { maxAttempts: undefined }, pool: { maxConnections: undefined } })).toEqual(
      defaults,
    )
  })

  it('accept true for the defaults', () => {
    expect(settings({ reconnect: true }).reconnect).toEqual(settings({}).reconnect)
    expect(settings({ compression: true }).compression).toEqual({})
    expect(settings({ compression: {} }).compression).toEqual({})
    expect(settings({ compression: false }).compression).toBe(false)
    expect(settings({ reconnect: false }).reconnect).toBe(false)
  })

  it('are read once, at the call', () => {
    const reconnect = { maxAttempts: 3 }
    const { reconnect: read } = settings({ reconnect })
    reconnect.maxAttempts = -1
    expect(read).toMatchObject({ maxAttempts: 3 })
  })
})
