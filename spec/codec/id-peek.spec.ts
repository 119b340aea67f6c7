import { Frame } from '../../src/codec/frame.js'
import { IdPeek } from '../../src/codec/id-peek.js'

const START = '{"stream":"btcusdt@trade","data":'

/** Reads the ids of payloads in turn, with one peek. */
function idsOf(key: string, ...payloads: string[]): number[] {
  const peek = new IdPeek(key, START.length)
  const frame = new Frame()
  return payloads.map(payload => {
    frame.load(`${START}${payload}}`)
    return peek.read(frame)
  })
}

describe('the id of a frame', () => {
  it.each([
    ['t', '{"e":"trade","E":1672515782136,"s":"BNBBTC","t":12345,"p":"0.001"', 12345],
    ['u', '{"u":400900217,"s":"BNBUSDT"', 400900217],
    ['a', '{"e":"aggTrade","E":1672515782136,"s":"BNBBTC","a":0,"p":"0.001"', 0],
    ['t', '{"t":7,"e":"trade"', 7],
  ])('is that of key %s in %s', (key, payload, id) => {
    expect(idsOf(key, payload)).toEqual([id])
  })

  it.each([
    ['another key', '{"e":"trade","T":12345,"p":"0.001"'],
    ['a text', '{"e":"trade","t":"12345","p":"0.001"'],
    ['a fraction', '{"e":"trade","t":12345.5,"p":"0.001"'],
    ['an exponent', '{"e":"trade","t":1e5,"p":"0.001"'],
    ['a negative number', '{"e":"trade","t":-1,"p":"0.001"'],
    ['more digits than a safe integer has', '{"e":"trade","t":1234567890123456,"p":"0.001"'],
    ['the end of the frame', '{"e":"trade","t":12345'],
    ['blanks', '{"e":"trade","t": 12345,"p":"0.001"'],
    ['a quoted key within a text', String.raw`{"s":"a,\"t\":5,","p":"0.001"`],
  ])('is not found in %s', (_title, payload) => {
    expect(idsOf('t', payload)).toEqual([NaN])
  })

  it('is found wherever it moves', () => {
    const payload = (symbol: string, id: number): string => `{"s":"${symbol}","t":${id},"p":"1"`
    expect(idsOf('t', payload('A', 9), payload('A', 10), payload('LONGER', 11), payload('B', 12))).toEqual([
      9, 10, 11, 12,
    ])
  })

  it('is not read beyond the end of a frame', () => {
    expect(idsOf('t', '{"s":"LONG","t":12,"p":"1"', '{"s":""')).toEqual([12, NaN])
    const peek = new IdPeek('t', START.length)
    const frame = new Frame()
    frame.load(`${START}{"t":123,"p":"1"}}`)
    frame.load(`${START}{"t":123`)
    expect(peek.read(frame)).toBeNaN()
  })
})
