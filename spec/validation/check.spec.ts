import { runInNewContext } from 'node:vm'
import {
  check,
  checkBoolean,
  checkDuration,
  checkFunction,
  checkInteger,
  checkLimit,
  checkNumber,
  checkOneOf,
  checkOptions,
  checkPositive,
  isRecord,
} from '../../src/validation/check.js'
import { InvalidOptionError } from '../../src/validation/invalid-option-error.js'
import { MAX_DELAY } from '../../src/validation/limits.js'

/** The error that `run` throws, or `undefined`. */
function errorOf(run: () => void): InvalidOptionError | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidOptionError)
    return error as InvalidOptionError
  }
}

const messageOf = (run: () => void): string | undefined => errorOf(run)?.message

describe('check', () => {
  it('throws INVALID_OPTION with option, expectation and value', () => {
    const error = errorOf(() => check('batch.size', 0, false, 'an integer from 1'))
    expect(error).toMatchObject({ code: 'INVALID_OPTION', name: 'InvalidOptionError', option: 'batch.size' })
    expect(error?.message).toBe('option batch.size should be an integer from 1, got 0')
  })

  it('throws nothing for a valid value', () => {
    expect(messageOf(() => check('size', 1, true, 'an integer'))).toBeUndefined()
  })
})

describe('checks of one value', () => {
  it.each<[string, (value: unknown) => void, valid: unknown[], invalid: unknown[], allowed: string]>([
    ['checkInteger', v => checkInteger('o', v, 1), [1, 2 ** 60], [0, 1.5, NaN, Infinity, '1', 1n, null], 'an integer from 1'],
    ['checkInteger with max', v => checkInteger('o', v, 0, 9), [0, 9, -0], [-1, 10], 'an integer from 0 to 9'],
    ['checkLimit', v => checkLimit('o', v), [1, Infinity], [0, -Infinity, 1.5, NaN, '1'], 'an integer from 1, or Infinity'],
    ['checkDuration', v => checkDuration('o', v), [1, 1.5, MAX_DELAY], [0, MAX_DELAY + 1, NaN, Infinity, '5'], `milliseconds from 1 to ${MAX_DELAY}`],
    ['checkDuration from 0', v => checkDuration('o', v, 0), [0], [-1], `milliseconds from 0 to ${MAX_DELAY}`],
    ['checkPositive', v => checkPositive('o', v), [Number.MIN_VALUE, 1e308], [0, -1, Infinity, NaN, '1'], 'a number above 0'],
    ['checkNumber', v => checkNumber('o', v, -1), [-1, 1e9], [-1.1, Infinity, NaN], 'a number from -1'],
    ['checkNumber with max', v => checkNumber('o', v, 0, 1), [0, 0.5, 1], [1.1], 'a number from 0 to 1'],
    ['checkFunction', v => checkFunction('o', v, 'a function of an event'), [() => 1, class {}], [{}, 'f'], 'a function of an event'],
    ['checkBoolean', v => checkBoolean('o', v), [true, false], [0, 'true', undefined], 'true or false'],
    ['checkOneOf', v => checkOneOf('o', v, [5, 10, 'all']), [5, 'all'], ['5', undefined], '5, 10 or "all"'],
    ['checkOneOf of one', v => checkOneOf('o', v, ['a']), ['a'], ['b'], '"a"'],
    ['checkOneOf of none', v => checkOneOf('o', v, []), [], ['b'], 'nothing'],
  ])('%s accepts what is allowed and rejects the rest', (_, run, valid, invalid, allowed) => {
    for (const value of valid) expect(messageOf(() => run(value))).toBeUndefined()
    for (const value of invalid) expect(messageOf(() => run(value))).toMatch(`option o should be ${allowed}, got `)
  }) // prettier-ignore
})

describe('checkOptions', () => {
  const run = (options: unknown, path?: string) => () =>
    checkOptions('binance', options, ['url', 'heartbeatInterval'], path)

  it('accepts known options, undefined ones and an empty object', () => {
    expect(messageOf(run({}))).toBeUndefined()
    expect(messageOf(run({ url: 'x', heartbeatInterval: 1 }))).toBeUndefined()
    expect(messageOf(run({ unknown: undefined }))).toBeUndefined()
    expect(messageOf(run(Object.assign(Object.create(null) as object, { url: 'x' })))).toBeUndefined()
    expect(messageOf(run(runInNewContext('({ url: "x" })')))).toBeUndefined()
  })

  it('rejects an unknown option with the nearest name', () => {
    expect(errorOf(run({ heartbeat: 1 }))).toMatchObject({
      option: 'heartbeat',
      message:
        'option heartbeat is not an option of binance. Did you mean heartbeatInterval? Options: url, heartbeatInterval (got 1)',
    })
  })

  it('suggests no name where none is close', () => {
    expect(messageOf(run({ colour: 1 }))).toBe(
      'option colour is not an option of binance. Options: url, heartbeatInterval (got 1)',
    )
  })

  it('names the path of a nested option', () => {
    expect(messageOf(run({ urll: 1 }, 'reconnect'))).toBe(
      'option reconnect.urll is not an option of binance. Did you mean url? Options of reconnect: url, heartbeatInterval (got 1)',
    )
  })

  it.each([null, 5, 'x', [], new Map(), new Date(0), () => 1])(
    'rejects %p in the place of an object',
    value => {
      expect(messageOf(run(value))).toMatch(
        /^option options of binance should be an object such as \{ url: … \}, got /,
      )
      expect(messageOf(run(value, 'pool'))).toMatch(/^option pool of binance should be an object/)
    },
  )

  it('rejects objects that cannot be read', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(messageOf(run(proxy))).toMatch(/should be an object such as .*, got …$/)
    const throwing = {
      get other(): never {
        throw new Error('no entry')
      },
    }
    expect(messageOf(run(throwing))).toMatch(/^option other is not an option of binance/)
  })

  it('finds an own property named __proto__', () => {
    expect(messageOf(run(JSON.parse('{ "__proto__": 1 }')))).toMatch(/^option __proto__ is not an option/)
  })

  it('quotes and truncates an invalid name', () => {
    expect(errorOf(run({ 'a\nb': 1 }))?.option).toBe('"a\\nb"')
    expect(errorOf(run({ ['x'.repeat(1_000_000)]: 1 }))?.option).toHaveLength(80)
  })
})

describe('isRecord', () => {
  it('accepts plain objects and rejects lists, functions and built-in classes', () => {
    expect([{}, Object.create(null), new (class Own {})()].every(isRecord)).toBe(true)
    expect([[], null, new Set(), new Error(''), () => 1, 'x'].some(isRecord)).toBe(false)
  })
})
