/** Channels of symbols and of recordings. */
import assert from 'node:assert/strict'
import { describe, it } from '../runner.js'
import { parseStreamName, channelsOf, symbolsOf } from '../../src/state/channels.js'

describe('the channels of a recording', () => {
  it('are parsed from its stream names', () => {
    const names = [
      'btcusdt@depth@100ms',
      'btcusdt@depth',
      'btcusdt@depth5',
      'btcusdt@trade',
      'btcusdt@kline_1M@+08:00',
    ]
    assert.deepEqual(names.map(parseStreamName), [
      { kind: 'depthDiff', symbol: 'BTCUSDT', speed: 100 },
      { kind: 'depthDiff', symbol: 'BTCUSDT', speed: 1000 },
      { kind: 'depth', symbol: 'BTCUSDT', levels: 5, speed: 1000 },
      { kind: 'trade', symbol: 'BTCUSDT' },
      { kind: 'kline', symbol: 'BTCUSDT', freq: '1M', timeZone: '+08:00' },
    ])
  })

  it('omit streams that the monitor does not show', () => {
    assert.deepEqual(
      ['!miniTicker@arr', 'btcusdt@kline_7m', 'btcusdt@depth7', 'nonsense'].map(parseStreamName),
      [undefined, undefined, undefined, undefined],
    )
  })
})

it('symbolsOf returns distinct symbols in order', () => {
  assert.deepEqual(symbolsOf(channelsOf(['ETHUSDT', 'BTCUSDT'])), ['ETHUSDT', 'BTCUSDT'])
})
