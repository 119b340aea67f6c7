import { InvalidFaultError, readFaults } from '../../../src/simulator/index.js'
import { inVirtualTime } from '../client.js'

const errorOf = (act: () => unknown): InvalidFaultError => {
  try {
    act()
  } catch (error) {
    if (error instanceof InvalidFaultError) return error
    throw error
  }
  throw new Error('It was accepted')
}

describe('a schedule as data', () => {
  it('is returned unchanged', () => {
    const schedule = [
      { at: 60_000, fault: 'drop', code: 1011 },
      { after: { frames: 100, stream: 'btcusdt@trade' }, fault: 'skip', stream: 'btcusdt@depth', times: 2 },
      {
        every: 1_000,
        fault: 'setField',
        stream: '*',
        field: 'k.c',
        value: null,
        count: 3,
        connection: 'newest',
      },
      { after: { requests: 1 }, fault: 'restHang' },
    ]
    expect(readFaults(JSON.parse(JSON.stringify(schedule)))).toEqual(schedule)
    expect(readFaults([])).toEqual([])
  })

  it.each<[json: unknown, entry: number | undefined, field: string | undefined, message: string]>([
    [{ fault: 'drop' }, undefined, undefined, 'A schedule of faults must be a list, not { "fault": "drop" }'],
    ['drop', undefined, undefined, 'A schedule of faults must be a list, not "drop"'],
    [[[]], 0, undefined, "Fault 0 must be an object with a 'fault', not []"],
    [[{ fault: 'reset' }, { at: 5 }], 1, 'fault', "Fault 1: 'fault' must be one of drop, reset, "],
    [[{ fault: 'dorp' }], 0, 'fault', 'not "dorp". Did you mean \'drop\'?'],
    [[{ fault: 'toString' }], 0, 'fault', 'not "toString"'],
    [
      [{ fault: 'reset', code: 1011 }],
      0,
      'code',
      "Fault 0 (reset) has no 'code': it takes connection, at, after,",
    ],
    [[{ fault: 'drop', code: '1011' }], 0, 'code', 'not "1011"'],
    [[{ fault: 'drop', code: 1006 }], 0, 'code', 'for 1006 there is reset), not 1006'],
    [[{ fault: 'drop', reason: 'é'.repeat(62) }], 0, 'reason', 'must be a string of at most 123 bytes'],
    [[{ fault: 'drop', connection: 'last' }], 0, 'connection', "'oldest' or 'newest', not \"last\""],
    [[{ fault: 'silence' }], 0, 'stream', "Fault 0 (silence) needs 'stream': a string that is not empty"],
    [[{ fault: 'skip', stream: 'a', count: 0 }], 0, 'count', 'an integer of at least 1, not 0'],
    [[{ fault: 'slowLink', bytesPerSecond: 0 }], 0, 'bytesPerSecond', 'a number above 0, not 0'],
    [
      [{ fault: 'stutter', pause: 1, for: -1 }],
      0,
      'for',
      'a number of milliseconds from 0 to 2147483647, not -1',
    ],
    [[{ fault: 'refuse', status: 200 }], 0, 'status', 'an integer from 400 to 599, not 200'],
    [[{ fault: 'truncate', stream: 'a', keep: 1 }], 0, 'keep', 'from 0 to below 1, not 1'],
    [[{ fault: 'setField', stream: 'a', field: 'b' }], 0, 'value', "needs 'value': a value"],
    [[{ fault: 'reset', at: null }], 0, 'at', 'not null'],
    [[{ fault: 'reset', at: 2 ** 31 }], 0, 'at', 'not 2147483648'],
    [[{ fault: 'reset', every: 0 }], 0, 'every', 'above 0'],
    [[{ fault: 'reset', after: 100 }], 0, 'after', 'an object such as { "frames": 100 }, not 100'],
    [
      [{ fault: 'reset', after: {} }],
      0,
      'after',
      'must count one of frames, connections, commands, requests',
    ],
    [
      [{ fault: 'reset', after: { frames: 1, strem: 'a' } }],
      0,
      'after.strem',
      "has no 'after.strem': it takes frames, stream. Did you mean 'stream'?",
    ],
    [[{ fault: 'reset', after: { frames: 1.5 } }], 0, 'after.frames', 'an integer of at least 1, not 1.5'],
    [[{ fault: 'reset', after: { frames: 1 }, at: 5 }], 0, 'at', "has both 'after' and 'at'"],
    [[{ fault: 'reset', after: { frames: 1 }, every: 5 }], 0, 'every', "has both 'after' and 'every'"],
  ])('is rejected when invalid: %j', (json, entry, field, message) => {
    const error = errorOf(() => readFaults(json))
    expect(error).toMatchObject({ code: 'INVALID_FAULT', name: 'InvalidFaultError', entry, field })
    expect(error.message).toContain(message)
  })

  it('checks the faults of methods, which have no time', () => {
    const { exchange } = inVirtualTime()
    const hand = errorOf(() => exchange.faults.delayAcks(-1))
    expect(hand).toMatchObject({ field: 'delay', entry: undefined })
    expect(hand.message).toContain("The fault (delayAcks): 'delay' must be")
    const timed = { connection: 1, at: 5 }
    expect(errorOf(() => exchange.faults.reset(timed)).message).toBe(
      "The fault (reset) has no 'at': it takes connection",
    )
    expect(exchange.faults.begun).toBe(0)
  })
})
