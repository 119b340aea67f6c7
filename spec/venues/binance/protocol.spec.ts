import fc from 'fast-check'
import { Frame, type FrameData } from '../../../src/codec/frame.js'
import { spot } from '../../../src/venues/binance/spot.js'
import { runs } from '../../runs.js'

const id = 7

describe('findStreamNameEnd', () => {
  const nameIn = (data: FrameData): string | undefined => {
    const frame = new Frame()
    frame.load(data)
    const end = spot.findStreamNameEnd(frame)
    return end < 0 ? undefined : frame.text.slice(spot.streamNameStart, end)
  }

  it('finds the name without parsing the frame', () => {
    expect(nameIn('{"stream":"btcusdt@trade","data":{not even JSON')).toBe('btcusdt@trade')
  })

  it.each([
    ['another order of keys', '{"data":{},"stream":"btcusdt@trade"}'],
    ['a name that is cut', '{"stream":"btcusdt@tr'],
    ['non-ASCII', '{"stream":"币安人生usdt@trade","data":{}}'],
    ['an escape', '{"stream":"\\u5e01\\u5b89usdt@trade","data":{}}'],
    ['an escape at the end', '{"stream":"btcusdt@trad\\u0065","data":{}}'],
    ['an escaped quote', '{"stream":"btc\\"usdt@trade","data":{}}'],
    ['an escaped slash', '{"stream":"btc\\/usdt@trade","data":{}}'],
    ['a control character', '{"stream":"btcusdt\n@trade","data":{}}'],
    ['NUL', '{"stream":"btcusdt\0@trade","data":{}}'],
    ['DEL', '{"stream":"btcusdt\x7f@trade","data":{}}'],
    ['a lone surrogate', '{"stream":"\ud800usdt@trade","data":{}}'],
    ['a byte order mark', '\ufeff{"stream":"btcusdt@trade","data":{}}'],
    ['the shutdown event', '{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}'],
    ['nothing', ''],
  ])('leaves %s to parseReply', (_, text) => {
    expect(nameIn(text)).toBeUndefined()
    expect(nameIn(Buffer.from(text))).toBeUndefined()
  })
})

describe('parseReply', () => {
  it('distinguishes acknowledgements, lists, rejections, shutdowns and events', () => {
    expect(spot.parseReply('{"result":null,"id":7}')).toEqual({ type: 'ack', id })
    expect(spot.parseReply('{"result":["a@trade"],"id":7}')).toEqual({
      type: 'list',
      id,
      streams: ['a@trade'],
    })
    const rejection = { type: 'rejection', id, reason: 2, detail: 'no' }
    expect(spot.parseReply('{"code":2,"msg":"no","id":7}')).toMatchObject(rejection)
    expect(spot.parseReply('{"error":{"code":2,"msg":"no"},"id":7}')).toMatchObject(rejection)
    expect(spot.parseReply('{"code":2,"msg":"no"}')).toMatchObject({ ...rejection, id: undefined })
    expect(spot.parseReply('{"e":"serverShutdown","E":1}')).toEqual({ type: 'shutdown' })
    const shutdown = '{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}'
    expect(spot.parseReply(shutdown)).toEqual({ type: 'shutdown' })
    expect(spot.parseReply('{"data":1,"stream":"a@trade"}')).toEqual({ type: 'event', stream: 'a@trade' })
  })

  it('reads names that are escaped or not ASCII', () => {
    const event = { type: 'event', stream: '币安人生usdt@trade' }
    expect(spot.parseReply('{"stream":"币安人生usdt@trade","data":{}}')).toEqual(event)
    expect(spot.parseReply('{"stream":"\\u5e01\\u5b89\\u4eba\\u751fusdt@trade","data":{}}')).toEqual(event)
  })

  it('recognizes a shutdown only by its data', () => {
    expect(spot.parseReply('{"data":{},"stream":"a@trade","e":"serverShutdown"}')).toMatchObject({
      type: 'event',
    })
  })

  it.each([
    ['nothing', '', 'JSON', '""'],
    ['no JSON', 'nonsense', 'JSON', '"nonsense"'],
    ['a byte order mark', '\ufeff{"result":null,"id":7}', 'JSON', '" {\\"result\\":null,\\"id\\":7}"'],
    ['an object of no known shape', '{}', "an event, a reply or an error of Binance's", '"{}"'],
    ['null', 'null', "an event, a reply or an error of Binance's", '"null"'],
    ['a list', '[1]', "an event, a reply or an error of Binance's", '"[1]"'],
    ['a string', '"x"', "an event, a reply or an error of Binance's", '"\\"x\\""'],
    [
      'an id beyond 2^53',
      '{"result":null,"id":9007199254740993}',
      "an event, a reply or an error of Binance's",
      '"{\\"result\\":null,\\"id\\":9007199254740993}"',
    ],
    [
      'an inherited key',
      '{"__proto__":{"result":null,"id":7}}',
      "an event, a reply or an error of Binance's",
      '"{\\"__proto__\\":{\\"result\\":null,\\"id\\":7}}"',
    ],
  ])('reports %s', (_, text, expected, sample) => {
    expect(spot.parseReply(text)).toMatchObject({
      type: 'unknown',
      error: { code: 'DECODE_FAILED', channel: undefined, path: '', expected, sample },
    })
  })

  it('keeps no id that is not an integer', () => {
    for (const wrong of ['null', '"7"', '1.5', '1e999', '9007199254740993', '[7]'])
      expect(spot.parseReply(`{"code":2,"msg":"no","id":${wrong}}`)).toMatchObject({ id: undefined })
  })

  it('truncates and cleans texts of the exchange', () => {
    const dirty = `no\u001b[31m\r\n\u202e${'x'.repeat(1_000_000)}`
    const rejection = spot.parseReply(JSON.stringify({ code: 2, msg: dirty, id }))
    const event = spot.parseReply(JSON.stringify({ data: {}, stream: dirty }))
    for (const text of [
      rejection.type === 'rejection' ? rejection.detail : '',
      event.type === 'event' ? event.stream : '',
    ]) {
      expect(text.startsWith('no [31m xxx')).toBe(true)
      expect(text.length).toBeLessThanOrEqual(200)
    }
  })

  it('omits names from a list that are not ours', () => {
    const names = ['btcusdt@trade', '币安人生usdt@trade', 'a\u0000@trade', 'x'.repeat(201)]
    const reply = spot.parseReply(JSON.stringify({ result: names, id }))
    expect(reply).toEqual({ type: 'list', id, streams: names.slice(0, 2) })
  })

  it('never throws, whatever the text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.uint8Array().map(String))
    const reply = fc.record(
      {
        stream: fc.jsonValue(),
        data: fc.jsonValue(),
        id: fc.jsonValue(),
        result: fc.jsonValue(),
        error: fc.jsonValue(),
        code: fc.jsonValue(),
        msg: fc.jsonValue(),
        e: fc.constantFrom('serverShutdown', 'trade'),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          reply.map(value => JSON.stringify(value)),
        ),
        frame => {
          expect(typeof spot.parseReply(frame).type).toBe('string')
        },
      ),
      { numRuns: runs(100, 500) },
    )
  })
})

describe('formatCommand', () => {
  it('writes the documented commands', () => {
    expect(spot.formatCommand('SUBSCRIBE', 1, ['a@trade', 'b@trade'])).toBe(
      '{"method":"SUBSCRIBE","params":["a@trade","b@trade"],"id":1}',
    )
    expect(spot.formatCommand('LIST_SUBSCRIPTIONS', 3, [])).toBe('{"method":"LIST_SUBSCRIPTIONS","id":3}')
  })
})
