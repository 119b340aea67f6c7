import fc from 'fast-check'
import { EMPTY, isObservable, type Observable } from 'rxjs'
import { binance, createMarket, type Feed, isMarketError, type Kind, type Market } from '../src/index.js'
import { KINDS } from '../src/model/checks/channel-fields.js'
import { runs } from './runs.js'

/** Values that throw when they are looked at. */
function hostile(): readonly unknown[] {
  const throws = (): never => {
    throw new TypeError('looked at')
  }
  const revoked = [Proxy.revocable({}, {}), Proxy.revocable([], {}), Proxy.revocable(() => 0, {})]
  for (const { revoke } of revoked) revoke()
  return [
    ...revoked.map(({ proxy }) => proxy as unknown),
    new Proxy({}, { ownKeys: throws }),
    new Proxy({}, { get: throws }),
    Object.defineProperty({}, 'url', { enumerable: true, get: throws }),
    Object.defineProperty({}, 'kind', { enumerable: true, get: throws }),
    Object.defineProperty({}, 'connection', { enumerable: true, get: throws }),
    Object.defineProperty(['BTCUSDT'], 0, { get: throws }),
    { toString: throws, valueOf: throws, [Symbol.toPrimitive]: throws },
    { toJSON: throws },
    { [Symbol.toStringTag]: 'RegExp' },
    { [Symbol.toStringTag]: 'Date' },
    { [Symbol.toStringTag]: 'Map' },
    Object.defineProperty({}, Symbol.toStringTag, { get: throws }),
    Object.defineProperty(() => 0, 'name', { get: throws }),
  ]
}

/** Values come in functions, as fast-check itself looks at what it generates. */
type Thunk = () => unknown

const plain: readonly unknown[] = [
  ...[undefined, null, true, false, 0, -0, 1, 1_000, NaN, Infinity, 2 ** 31, 1n, '', '1m', '1h', 'BTCUSDT'],
  ...['wss://x', Symbol('x'), () => 0, class {}, new Map(), new Set(['BTCUSDT']), new Date(NaN), /x/],
  ...[new URL('wss://x'), Array(3), Array(2 ** 32 - 1), new Uint8Array(2), Promise.resolve(), globalThis],
  ...[new Error('x'), Object.create(null) as unknown],
]
const special = fc.nat({ max: plain.length + hostile().length - 1 }).map(
  (index): Thunk =>
    () =>
      [...plain, ...hostile()][index],
)
const anything = fc
  .anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true })
  .map(
    (value): Thunk =>
      () =>
        value,
  )
const value = fc.oneof(special, anything)

const names = [
  ...['url', 'reconnect', 'heartbeatInterval', 'connectTimeout', 'commandTimeout', 'closeTimeout', 'linger'],
  ...[
    'maxFrameBytes',
    'compression',
    'pool',
    'timeUnit',
    'numeric',
    'compile',
    'scheduler',
    'headers',
    'agent',
  ],
  ...[
    'connect',
    'maxAttempts',
    'jitter',
    'random',
    'level',
    'maxConnections',
    'kind',
    'symbol',
    'freq',
    'levels',
  ],
  ...[
    'speed',
    'window',
    'timeZone',
    'connection',
    '__proto__',
    'constructor',
    'channel$',
    'close',
    'frames$',
  ],
]
const recordOf = (field: fc.Arbitrary<Thunk>): fc.Arbitrary<Thunk> =>
  fc
    .array(fc.tuple(fc.constantFrom(...names), field), { maxLength: 3 })
    .map(fields => () => Object.fromEntries(fields.map(([name, thunk]) => [name, thunk()])))
const record = recordOf(value)
const nested = recordOf(fc.oneof(value, record))
const argument = fc.oneof(value, record, nested)

const feed: Feed = {
  channel$: () => EMPTY,
  connection$: EMPTY,
  errors$: EMPTY,
  events$: EMPTY,
  close: () => Promise.resolve(),
}
type Method = (...given: unknown[]) => Observable<unknown>
const methods = KINDS.map((kind): `${Kind}$` => `${kind}$`)

/** The result of `call`, or the MarketError that it throws; throws any other. */
function attempt<T>(call: () => T, code: string): T | undefined {
  try {
    return call()
  } catch (error) {
    if (isMarketError(error) && error.code === code && error.message.length < 1_000) return undefined
    throw error
  }
}

describe('any JavaScript value', () => {
  it('as options makes a market or throws INVALID_OPTION', () => {
    fc.assert(
      fc.property(argument, options => {
        const market = attempt(() => binance(options() as object), 'INVALID_OPTION')
        expect(market === undefined || isObservable(market.errors$)).toBe(true)
      }),
      { numRuns: runs(150, 600) },
    )
  })

  it('as arguments makes an observable or throws INVALID_CHANNEL', () => {
    const market = createMarket(feed)
    fc.assert(
      fc.property(fc.constantFrom(...methods), fc.array(argument, { maxLength: 4 }), (method, given) => {
        const call$ = (...values: unknown[]) => (market[method] as Method)(...values)
        const result$ = attempt(() => call$(...given.map(thunk => thunk())), 'INVALID_CHANNEL')
        expect(result$ === undefined || isObservable(result$)).toBe(true)
      }),
      { numRuns: runs(150, 600) },
    )
  })

  it('after a right symbol makes an observable or throws INVALID_CHANNEL', () => {
    const market = createMarket(feed)
    fc.assert(
      fc.property(fc.constantFrom(...methods), argument, argument, (method, second, third) => {
        const call$ = (...values: unknown[]) => (market[method] as Method)(...values)
        const result$ = attempt(() => call$('BTCUSDT', second(), third()), 'INVALID_CHANNEL')
        expect(result$ === undefined || isObservable(result$)).toBe(true)
      }),
      { numRuns: runs(150, 600) },
    )
  })

  it('as channel makes an observable or throws INVALID_CHANNEL', () => {
    const market: Market = createMarket(feed)
    const channel = fc.oneof(
      argument,
      fc
        .tuple(fc.constantFrom(...KINDS), nested)
        .map(([kind, fields]): Thunk => () => ({ symbol: 'BTCUSDT', ...(fields() as object), kind })),
    )
    fc.assert(
      fc.property(channel, given => {
        const result$ = attempt(() => market.channel$(given() as never), 'INVALID_CHANNEL')
        expect(result$ === undefined || isObservable(result$)).toBe(true)
      }),
      { numRuns: runs(150, 600) },
    )
  })

  it('as feed makes a market or throws INVALID_OPTION', () => {
    fc.assert(
      fc.property(argument, given => {
        attempt(() => createMarket(given() as Feed), 'INVALID_OPTION')
      }),
      { numRuns: runs(150, 500) },
    )
  })
})
