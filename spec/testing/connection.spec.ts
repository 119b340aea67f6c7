import { catchError, map, type Observable, retry, type SchedulerLike, switchMap, take } from 'rxjs'
import type { ConnectionStatus, Market } from '../../src/index.js'
import { type MarbleHelpers, type MarbleMarket, marbles } from '../../src/testing/index.js'
import { createWorld, watch } from '../world.js'

const type$ = (market: { readonly connection$: Observable<ConnectionStatus> }) =>
  market.connection$.pipe(map(({ type }) => type[0] ?? ''))
const price$ = (market: MarbleMarket) => market.ticker$('BTCUSDT').pipe(map(ticker => ticker.price))
const values = { a: 1, b: 2, c: 3, d: 4, e: 5 }

/** The statuses of the connection while `use` uses the market. */
function connectionOf(
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
  it('works from the start, stays open while subscribed', () => {
    const statuses = connectionOf(undefined, (market, { expectObservable }) => {
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

  it('loses events during a drop, without an error', () =>
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

  it('reports a drop, each failed attempt, and the reconnect', () => {
    const statuses = connectionOf('L-D--D---L', (market, { expectObservable }) => {
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

  it('reports a silence that the heartbeat found', () => {
    const statuses = connectionOf('L------S-L', market => watch(price$(market)))
    expect(statuses.slice(4, 7)).toMatchObject([
      { type: 'stale', silence: 2, at: 7 },
      { type: 'closed', code: 1006 },
      { type: 'reconnecting', cause: { code: 'CONNECTION_STALE', silence: 2 } },
    ])
  })

  it('errors every subscriber on failure, then starts afresh', () =>
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

  it('emits the present status to a new subscriber first', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-' } })
      expectObservable(price$(market), '^---!').toBe('-')
      expectObservable(type$(market), '--^').toBe('--l-c', { l: 'l', c: 'c' })
    }))

  it('emits nothing while nothing is subscribed', () => {
    expect(connectionOf('L-D-F-S-D-L', () => undefined)).toEqual([])
  })

  it('stays open when one stream replaces another', () => {
    const statuses = connectionOf(undefined, (market, { expectObservable }) => {
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

  it('reports the remaining streams after an unsubscribe', () => {
    const statuses = connectionOf(undefined, (market, { expectObservable }) => {
      expectObservable(market.ticker$('BTCUSDT'), '^-----!').toBe('a----b', {
        a: expect.anything() as unknown,
        b: expect.anything() as unknown,
      })
      expectObservable(market.ticker$('ETHUSDT'), '^--!').toBe('-')
    })
    expect(statuses.slice(3)).toMatchObject([
      { type: 'live', streams: 2, at: 0 },
      { type: 'live', streams: 1, at: 3 },
      { type: 'closed', at: 6 },
    ])
  })

  it('emits no status for a channel replaced in one frame', () => {
    const statuses = connectionOf(undefined, (market, { hot, expectObservable }) => {
      const again$ = hot('x--x-----').pipe(switchMap(() => market.ticker$('ETHUSDT')))
      expectObservable(again$, '^-----!').toBe('-')
    })
    expect(statuses.map(({ type }) => type)).toEqual(['connecting', 'open', 'subscribing', 'live', 'closed'])
  })

  it('emits statuses in order when a subscriber subscribes within', () =>
    marbles(({ marbleMarket, expectObservable, flush }) => {
      const market = marbleMarket({ connection: 'L-D-L', ticker: { BTCUSDT: '-', ETHUSDT: '-' } })
      const late: string[] = []
      market.connection$.pipe(take(1)).subscribe(() => {
        watch(market.ticker$('ETHUSDT'))
        type$(market).subscribe(type => late.push(type))
      })
      expectObservable(market.ticker$('BTCUSDT')).toBe('-')
      flush()
      expect(late.join('')).toBe('coslcrcosl')
    }))

  it('ends every channel before it notifies of a failure', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket(
        { connection: 'L-F-L', ticker: { BTCUSDT: '-', ETHUSDT: '-----a' } },
        { a: 1 },
      )
      const other$ = market.ticker$('ETHUSDT').pipe(map(({ price }) => price))
      expectObservable(market.ticker$('BTCUSDT').pipe(catchError(() => other$))).toBe('-----a', { a: 1 })
      expectObservable(other$).toBe('--#', null, { code: 'RECONNECT_FAILED' })
    }))

  it('closes the market at |', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ connection: 'L--|', ticker: { BTCUSDT: 'a' } }, values)
      expectObservable(price$(market)).toBe('a--|', values)
      expectObservable(type$(market), '-^').toBe('-l-(c|)')
    }))
})

describe('a marble connection emits the statuses of a real one', () => {
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
    connectionOf(connection, (market, { hot }) => {
      const { subscription } = watch(market.ticker$('BTCUSDT'))
      hot('--------------------x').subscribe(() => subscription.unsubscribe())
    }).map(({ type }) => type)

  it('when it drops and reconnects', () => {
    expect(marble('L--D--L')).toEqual(real(({ exchange }) => exchange.faults.drop(), 5))
  })

  it('when attempts fail before it reconnects', () => {
    const twice = ({ exchange }: ReturnType<typeof createWorld>) => {
      exchange.faults.refuse({ count: 2 })
      exchange.faults.drop()
    }
    expect(marble('L--D-D-D-L')).toEqual(real(twice, 5))
  })

  it('when it is found silent', () => {
    expect(marble('L--S--L')).toEqual(real(({ exchange }) => exchange.faults.halfOpen(), 5))
  })

  it('when one of two streams is unsubscribed', () => {
    const use = (market: Market, scheduler: SchedulerLike) => {
      const first = market.ticker$('BTCUSDT').subscribe()
      const second = market.trade$('BTCUSDT').subscribe()
      scheduler.schedule(() => second.unsubscribe(), 5_000)
      scheduler.schedule(() => first.unsubscribe(), 10_000)
    }
    const compact = (statuses: readonly ConnectionStatus[]) =>
      statuses.map(status => (status.type === 'live' ? `live ${status.streams}` : status.type))
    const world = createWorld()
    const expected = watch(world.market.connection$).events
    use(world.market, world.scheduler)
    world.scheduler.advanceBy(20_000)
    let actual: readonly ConnectionStatus[] = []
    marbles(({ marbleMarket, scheduler, flush }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-' }, trade: { BTCUSDT: '-' } })
      actual = watch(market.connection$).events
      use(market, scheduler)
      flush()
    })
    expect(compact(actual)).toEqual(compact(expected))
  })

  it('when it fails for good', () => {
    const forGood = ({ exchange }: ReturnType<typeof createWorld>) => {
      exchange.faults.refuse()
      exchange.faults.drop()
    }
    expect(marble('L--D-D-F')).toEqual(real(forGood, 2))
  })
})
