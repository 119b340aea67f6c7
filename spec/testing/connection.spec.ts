import { map, type Observable, retry } from 'rxjs'
import type { ConnectionStatus } from '../../src/index.js'
import { type MarbleHelpers, type MarbleMarket, marbles } from '../../src/testing/index.js'
import { createWorld, watch } from '../world.js'

const type$ = (market: { readonly connection$: Observable<ConnectionStatus> }) =>
  market.connection$.pipe(map(({ type }) => type[0] ?? ''))
const price$ = (market: MarbleMarket) => market.ticker$('BTCUSDT').pipe(map(ticker => ticker.price))
const values = { a: 1, b: 2, c: 3, d: 4, e: 5 }

/** The connection's life, step by step, while `use` has its way with the market. */
function livesOf(
  connection: string | undefined,
  use: (market: MarbleMarket, helpers: MarbleHelpers) => void,
) {
  let statuses: ConnectionStatus[] = []
  marbles(helpers => {
    const ticker = { BTCUSDT: 'a----b----c----d----e', ETHUSDT: '-' }
    const market = helpers.marbleMarket({ ticker, ...(connection !== undefined && { connection }) }, values)
    statuses = watch(market.connection$).events
    use(market, helpers)
    helpers.flush()
  })
  return statuses
}

describe('the connection of a marble market', () => {
  it('works from the start, and lives as long as anything is subscribed', () => {
    const statuses = livesOf(undefined, (market, { expectObservable }) => {
      expectObservable(price$(market), '--^--!').toBe('-')
    })
    expect(statuses).toEqual([
      { type: 'connecting', url: 'marble:', connection: 0, at: 2 },
      { type: 'open', connection: 0, at: 2 },
      { type: 'subscribing', pending: 1, connection: 0, at: 2 },
      { type: 'live', streams: 1, connection: 0, at: 2 },
      { type: 'closed', code: 1000, reason: 'no longer needed', connection: 0, at: 5 },
    ])
  })

  it('loses what is sent during a drop, and nobody gets an error', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const connection = 'L---D---L---'
      const ticker = '    -a-b-c-d-e|'
      const expected = '  -a-b-----e|'
      const market = marbleMarket({ connection, ticker: { BTCUSDT: ticker } }, values)
      expectObservable(price$(market)).toBe(expected, values)
      expectObservable(market.events$.pipe(map(e => e.receivedAt))).toBe('-a-b-----e', { a: 1, b: 3, e: 9 })
      expectChannels(market).toBe({ 'ticker BTCUSDT': '^---------!' })
    }))

  it('is down until its first L', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ connection: '---L', ticker: { BTCUSDT: 'a--b' } }, values)
      expectObservable(price$(market)).toBe('---b', values)
      expectObservable(type$(market)).toBe('---(cosl)')
    }))

  it('tells a drop, each attempt that fails, and the return', () => {
    const statuses = livesOf('L-D--D---L', (market, { expectObservable }) => {
      expectObservable(market.ticker$(['BTCUSDT', 'ETHUSDT']), '^--------------!').toBe('a---------c', {
        a: expect.anything() as unknown,
        c: expect.anything() as unknown,
      })
    })
    expect(statuses.map(({ type, at }) => `${type} ${at}`)).toEqual([
      'connecting 0',
      'open 0',
      'subscribing 0',
      'live 0',
      'closed 2',
      'reconnecting 2',
      'connecting 5',
      'closed 5',
      'reconnecting 5',
      'connecting 9',
      'open 9',
      'subscribing 9',
      'live 9',
      'closed 15',
    ])
    expect(statuses.filter(({ type }) => type === 'reconnecting')).toMatchObject([
      { attempt: 1, delay: 3, cause: { code: 'CONNECTION_LOST', closeCode: 1006 } },
      { attempt: 2, delay: 4 },
    ])
    expect(statuses[12]).toMatchObject({ type: 'live', streams: 2 })
  })

  it('tells a silence that we found ourselves', () => {
    const statuses = livesOf('L------S-L', market => watch(price$(market)))
    expect(statuses.slice(4, 7)).toMatchObject([
      { type: 'stale', silence: 2, at: 7 },
      { type: 'closed', code: 1006 },
      { type: 'reconnecting', cause: { code: 'CONNECTION_STALE', silence: 2 } },
    ])
  })

  it('gives every subscriber ReconnectFailedError when it fails for good, and starts afresh for who subscribes again', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const connection = 'L-D-DF--L'
      const ticker = { BTCUSDT: 'a--------b', ETHUSDT: '-' }
      const failed = { code: 'RECONNECT_FAILED', attempts: 2 }
      const market = marbleMarket({ connection, ticker }, values)
      expectObservable(price$(market)).toBe('a----#', values, failed)
      expectObservable(market.ticker$('ETHUSDT')).toBe('-----#', null, failed)
      expectObservable(price$(market).pipe(retry(1))).toBe('a--------b', values)
      expectObservable(market.errors$).toBe('-')
      expectChannels(market).toBe({ 'ticker BTCUSDT': '^', 'ticker ETHUSDT': '^----!' })
    }))

  it('tells who subscribes the present status first', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-' } })
      expectObservable(price$(market), '^---!').toBe('-')
      expectObservable(type$(market), '--^').toBe('--l-c', { l: 'l', c: 'c' })
    }))

  it('says nothing while nobody wants anything', () => {
    expect(livesOf('L-D-F-S-D-L', () => undefined)).toEqual([])
  })

  it('goes on when one stream takes the place of another', () => {
    const statuses = livesOf(undefined, (market, { expectObservable }) => {
      expectObservable(market.ticker$('BTCUSDT'), '-^-!').toBe('-')
      expectObservable(market.ticker$('ETHUSDT'), '---^-!').toBe('-')
    })
    expect(statuses.map(({ type }) => type)).toEqual([
      'connecting',
      'open',
      'subscribing',
      'live',
      'subscribing',
      'live',
      'closed',
    ])
  })

  it('closes the market at |', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ connection: 'L--|', ticker: { BTCUSDT: 'a' } }, values)
      expectObservable(price$(market)).toBe('a--|', values)
      expectObservable(type$(market), '-^').toBe('-l-(c|)')
    }))
})

describe('the life of a marble connection is a real one', () => {
  const real = (faults: (world: ReturnType<typeof createWorld>) => void, maxAttempts: number) => {
    const world = createWorld({ reconnect: { maxAttempts } })
    const { subscription } = watch(world.market.ticker$('BTCUSDT'))
    world.scheduler.advanceBy(1_000)
    faults(world)
    world.scheduler.advanceBy(60_000)
    subscription.unsubscribe()
    world.scheduler.advanceBy(1_000)
    return world.steps()
  }
  const marble = (connection: string) =>
    livesOf(connection, (market, { hot }) => {
      const { subscription } = watch(market.ticker$('BTCUSDT'))
      hot('--------------------x').subscribe(() => subscription.unsubscribe())
    }).map(({ type }) => type)

  it('when it drops and comes back', () => {
    expect(marble('L--D--L')).toEqual(real(({ exchange }) => exchange.faults.drop(), 5))
  })

  it('when attempts fail before it comes back', () => {
    const twice = ({ exchange }: ReturnType<typeof createWorld>) => {
      exchange.faults.refuse({ count: 2 })
      exchange.faults.drop()
    }
    expect(marble('L--D-D-D-L')).toEqual(real(twice, 5))
  })

  it('when it is found silent', () => {
    expect(marble('L--S--L')).toEqual(real(({ exchange }) => exchange.faults.halfOpen(), 5))
  })

  it('when it fails for good', () => {
    const forGood = ({ exchange }: ReturnType<typeof createWorld>) => {
      exchange.faults.refuse()
      exchange.faults.drop()
    }
    expect(marble('L--D-D-F')).toEqual(real(forGood, 2))
  })
})
