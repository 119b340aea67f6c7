import { spot } from '../../../src/venues/binance/spot.js'

describe('an address', () => {
  it.each([
    ['wss://stream.binance.com:9443', 'wss://stream.binance.com:9443/stream'],
    ['wss://stream.binance.com:9443/', 'wss://stream.binance.com:9443/stream'],
    ['wss://stream.binance.com:9443/ws/', 'wss://stream.binance.com:9443/stream'],
    ['wss://stream.binance.com:9443/ws', 'wss://stream.binance.com:9443/stream'],
    ['wss://stream.binance.com:9443/stream', 'wss://stream.binance.com:9443/stream'],
    ['ws://127.0.0.1:80/proxy/ws', 'ws://127.0.0.1/proxy/stream'],
    ['ws://host/?token=1', 'ws://host/stream?token=1'],
  ])('%s leads to %s', (url, endpoint) => {
    expect(spot.endpoint(url, 'millisecond')).toBe(endpoint)
  })
})
