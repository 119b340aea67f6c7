import fc from 'fast-check'
import { redactUrl, redactUrls } from '../../src/validation/redact-url.js'

const KEY = 'pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1'

describe('a redacted URL', () => {
  it.each([
    ['wss://stream.binance.com:9443/stream', 'wss://stream.binance.com:9443/stream'],
    ['wss://x/stream?timeUnit=MICROSECOND', 'wss://x/stream?timeUnit=MICROSECOND'],
    ['wss://x/ws/btcusdt@trade', 'wss://x/ws/btcusdt@trade'],
    [
      'wss://x/stream?streams=btcusdt@trade/!miniTicker@arr',
      'wss://x/stream?streams=btcusdt@trade/!miniTicker@arr',
    ],
    ['ws://[::1]:80/stream', 'ws://[::1]:80/stream'],
    ['wss://me:pass@x/stream', 'wss://***@x/stream'],
    ['wss://me@x', 'wss://***@x'],
    ['wss://me:p@ss@x', 'wss://***@x'],
    ['me:pass@x:9443/ws', '***@x:9443/ws'],
    ['wss://me:pa/ss@x:9443/ws', 'wss://***@x:9443/ws'],
    ['wss://me:pa?ss@x', 'wss://***@x'],
    ['wss://me:pass', 'wss://***'],
    [`wss://x/ws/${KEY}`, 'wss://x/ws/***'],
    [`wss://x/stream/${KEY}`, 'wss://x/stream/***'],
    [`wss://x/ws/${KEY}@account`, 'wss://x/ws/***@account'],
    [`wss://x/${KEY}/stream`, 'wss://x/***/stream'],
    [`wss://x/stream?streams=btcusdt@trade/${KEY}`, 'wss://x/stream?streams=btcusdt@trade/***'],
    [
      'wss://x/stream?listenKey=abc&timeUnit=MICROSECOND',
      'wss://x/stream?listenKey=***&timeUnit=MICROSECOND',
    ],
    ['wss://x/stream?abc', 'wss://x/stream?***'],
    ['wss://x/#abc', 'wss://x/#***'],
    ['', ''],
  ])('of %s is %s', (url, expected) => {
    expect(redactUrl(url)).toBe(expected)
  })

  it('is found within a text', () => {
    expect(redactUrls('Invalid URL: wss://me:pass@x/ws then ws://y?key=1, and no more')).toBe(
      'Invalid URL: wss://***@x/ws then ws://y?key=***, and no more',
    )
  })

  it('has no password, whatever its characters', () => {
    const password = fc.string({ minLength: 1, maxLength: 12 }).map(text => `Q${encodeURIComponent(text)}Z`)
    fc.assert(
      fc.property(password, fc.constantFrom('', 'wss://', 'https://'), (secret, scheme) => {
        expect(redactUrl(`${scheme}me:${secret}@host:9443/ws`)).toBe(`${scheme}***@host:9443/ws`)
      }),
    )
  })
})
