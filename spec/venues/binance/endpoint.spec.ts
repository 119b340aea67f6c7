import { binance } from '../../../src/index.js'
import { endpoint } from '../../../src/venues/binance/endpoint.js'

const LISTEN_KEY = 'pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1'

describe('the endpoint of combined streams', () => {
  it.each([
    ['wss://stream.binance.com:9443', 'wss://stream.binance.com:9443/stream'],
    ['wss://stream.binance.com:9443/ws/', 'wss://stream.binance.com:9443/stream'],
    ['wss://stream.binance.com:9443/ws', 'wss://stream.binance.com:9443/stream'],
    ['wss://stream.binance.com:9443/stream//', 'wss://stream.binance.com:9443/stream'],
    ['WSS://localhost', 'wss://localhost/stream'],
    ['ws://127.0.0.1:8080/binance/ws', 'ws://127.0.0.1:8080/binance/stream'],
    ['ws://[::1]:8080', 'ws://[::1]:8080/stream'],
    ['wss://me:pass@relay.example/?token=abc', 'wss://me:pass@relay.example/stream?token=abc'],
    ['wss://data-stream.binance.vision', 'wss://data-stream.binance.vision/stream'],
    ['wss://testnet.binance.vision/ws', 'wss://testnet.binance.vision/stream'],
    ['wss://api.example.com', 'wss://api.example.com/stream'],
  ])('of %s is %s', (url, expected) => {
    expect(endpoint(url, 'millisecond')).toBe(expected)
  })

  it('requests microseconds in its query', () => {
    expect(endpoint('wss://x/ws', 'microsecond')).toBe('wss://x/stream?timeUnit=MICROSECOND')
    expect(endpoint('wss://x/?timeUnit=microsecond', 'microsecond')).toBe(
      'wss://x/stream?timeUnit=MICROSECOND',
    )
  })

  it.each<[unknown, string]>([
    ['', 'option url "" is not a URL; write one such as wss://host:port'],
    [null, 'option url should be a string such as "wss://host:port", got null'],
    [7, 'option url should be a string such as "wss://host:port", got 7'],
    [
      new URL('wss://me:s3cret@x'),
      'option url should be a string such as "wss://host:port", got object URL; pass its href',
    ],
    [['wss://x', 5], 'option url[1] should be a string such as "wss://host:port", got 5'],
    [[], 'option url should be an address, or a list of 1 to 100, got []'],
    ['stream.binance.com', 'option url "stream.binance.com" is not a URL'],
    ['localhost:9443', 'option url "localhost:9443" is not a URL'],
    ['wss:localhost', 'is not a URL'],
    ['wss:///localhost', 'is not a URL'],
    ['wss://', 'is not a URL'],
    ['wss://local host', 'is not a URL'],
    ['wss://local\nhost', 'is not a URL'],
    ['wss://localhost:99999', 'is not a URL'],
    [
      'https://stream.binance.com',
      'option url "https://stream.binance.com" is not a WebSocket address; it should begin with wss:// or ws://',
    ],
    [
      'https://api.binance.com',
      'it should begin with wss:// or ws://; the streams are at wss://stream.binance.com:9443',
    ],
    [
      'wss://api.binance.com',
      'is not an address of market streams; they are at wss://stream.binance.com:9443',
    ],
    ['wss://api3.binance.com/ws', 'is not an address of market streams'],
    ['wss://data-api.binance.vision', 'is not an address of market streams'],
    ['wss://ws-api.binance.com:443/ws-api/v3', 'is not an address of market streams'],
    ['wss://fapi.binance.com', 'is not an address of market streams'],
    ['wss://www.binance.com', 'is not an address of market streams'],
    ['wss://localhost/api/v3', 'is not an address of market streams'],
    [
      'wss://stream.binance.com:9443/ws/btcusdt@trade',
      'is the address of a stream; give that of the exchange, such as wss://stream.binance.com:9443, and subscribe with a method',
    ],
    ['wss://stream.binance.com:9443/ws/btcusdt%40trade', 'is the address of a stream'],
    ['wss://stream.binance.com:9443/ws/!miniTicker@arr', 'is the address of a stream'],
    [
      'wss://stream.binance.com:9443/stream?streams=btcusdt@trade/ethusdt@trade',
      'is the address of a stream',
    ],
    [
      `wss://stream.binance.com:9443/ws/${LISTEN_KEY}`,
      'option url "wss://stream.binance.com:9443/ws/***" is the address of a stream',
    ],
    ['wss://localhost/#a', 'has a fragment'],
    ['wss://localhost#', 'has a fragment'],
    [
      'wss://localhost/?timeUnit=MICROSECOND',
      "has a timeUnit other than the option timeUnit; write timeUnit: 'microsecond' instead",
    ],
  ])('rejects %p, and never falls back to the default', (url, message) => {
    expect(() => binance({ url: url as string })).toThrow(message)
    expect(() => binance({ url: url as string })).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        option: expect.stringMatching(/^url/) as string,
      }) as Error,
    )
  })

  it.each([
    'https://me:s3cret@localhost',
    'me:s3cret@localhost:9443',
    'wss://me:s3cret@local host',
    'wss://me:s3/cret@localhost:99999',
    'wss://me:s3cret@api.binance.com',
    'wss://me:s3cret@localhost/ws/btcusdt@trade',
    'wss://localhost/stream?listenKey=s3cret',
    'wss://localhost?token=s3cret#x',
    'wss://localhost#s3cret',
  ])('keeps the secret of %s out of the message', url => {
    expect(() => binance({ url })).toThrow(expect.not.stringMatching(/s3|cret/) as string)
  })
})
