/** Which channels are watched. */
import assert from 'node:assert/strict'
import { describe, it } from './runner.js'
import { channelOfStream, channelsOf, symbolsOf } from '../src/core/plan.js'

describe('the channels of a recording', () => {
  it('are told from the names of its streams', () => {
    const names = [
      'btcusdt@depth@100ms',
      'btcusdt@depth',
      'btcusdt@depth5',
      'btcusdt@trade',
      'btcusdt@kline_1M@+08:00',
    ]
    assert.deepEqual(names.map(channelOfStream), [
      { kind: 'depthDiff', symbol: 'BTCUSDT', speed: 100 },
      { kind: 'depthDiff', symbol: 'BTCUSDT', speed: 1000 },
      { kind: 'depth', symbol: 'BTCUSDT', levels: 5, speed: 1000 },
      { kind: 'trade', symbol: 'BTCUSDT' },
      { kind: 'kline', symbol: 'BTCUSDT', freq: '1M', timeZone: '+08:00' },
    ])
  })

  it('leave out what the monitor does not show', () => {
    assert.deepEqual(
      ['!miniTicker@arr', 'btcusdt@kline_7m', 'btcusdt@depth7', 'nonsense'].map(channelOfStream),
      [undefined, undefined, undefined, undefined],
    )
  })
})

it('symbols of channels are named once, in order', () => {
  assert.deepEqual(symbolsOf(channelsOf(['ETHUSDT', 'BTCUSDT'])), ['ETHUSDT', 'BTCUSDT'])
})
