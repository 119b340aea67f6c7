/** Defects of local order books that the checker must detect. */
import { filter, map, type Observable, tap } from 'rxjs'
import { type Mutation, runScenario } from '../../../soak/run/run-scenario.js'
import type { Scenario } from '../../../soak/scenario/scenario.js'
import type { Book } from '../../../src/index.js'
import { type ClientDefect, members } from '../client-defects.js'
import { eventfulScenario } from '../eventful-scenario.js'

const SECOND = 1_000

/**
 * Two books, of which one is shallow, through lost diffs, drops and requests that fail or answer
 * with old snapshots.
 */
const scenario: Scenario = {
  ...eventfulScenario,
  hours: 0.09,
  symbols: ['BTCUSDT', 'ETHUSDT'].map(symbol => ({
    symbol,
    tradesPerSecond: 0.5,
    quotesPerSecond: 2,
    levels: 150,
  })),
  faults: [
    { at: 20 * SECOND, fault: 'skip', stream: 'btcusdt@depth@100ms', count: 1 },
    { at: 30 * SECOND, fault: 'reorder', stream: 'btcusdt@depth@100ms', count: 1 },
    { at: 40 * SECOND, fault: 'repeat', stream: 'btcusdt@depth@100ms', count: 1 },
    { at: 50 * SECOND, fault: 'restError', status: 503, count: 2 },
    { at: 51 * SECOND, fault: 'reset' },
    { at: 70 * SECOND, fault: 'staleSnapshots', for: 10 * SECOND },
    { at: 75 * SECOND, fault: 'drop', code: 1011 },
    { at: 100 * SECOND, fault: 'skip', stream: 'ethusdt@depth', count: 1 },
  ],
  market: {
    ...eventfulScenario.market,
    reconnect: {
      maxAttempts: 10,
      initialDelay: 500,
      maxDelay: 5_000,
      factor: 2,
      jitter: 0,
      minUptime: 5_000,
    },
  },
  workload: [
    {
      at: 0,
      do: 'subscribe',
      name: 'deep',
      request: { kind: 'book', symbols: ['BTCUSDT'], speed: 100, snapshot: 1_000 },
    },
    {
      at: 5 * SECOND,
      do: 'subscribe',
      name: 'shallow',
      request: { kind: 'book', symbols: ['ETHUSDT'], speed: 1000, snapshot: 20 },
    },
  ],
  settledAt: 310 * SECOND,
}

/** A defect of the books that subscribers receive. */
const books = (change$: (source$: Observable<Book<unknown>>) => Observable<Book<unknown>>): Mutation =>
  members(market => ({ book$: (symbols, options) => change$(market.book$(symbols, options)) }))

/** The book with other members in place of its own. */
const withMembers = (book: Book<unknown>, other: object): Book<unknown> =>
  new Proxy(book, {
    get(target, name) {
      const value: unknown = Reflect.get(name in other ? other : target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })

const each = (other: (book: Book<unknown>) => object): Mutation =>
  books(map(book => (book.state === 'syncing' ? book : withMembers(book, other(book)))))

const wrong: Readonly<Record<string, ClientDefect>> = {
  'shows a wrong quantity': {
    invariant: 'books',
    mutation: each(book => ({
      top(count: number) {
        const top = book.top(count)
        return { ...top, askQuantities: top.askQuantities.map((quantity, n) => (n === 7 ? 1 : quantity)) }
      },
    })),
  },
  'shows a level that the exchange does not have': {
    invariant: 'books',
    mutation: each(book => ({
      top(count: number) {
        const top = book.top(count)
        return {
          ...top,
          bidPrices: [...top.bidPrices.slice(0, 9), 1],
          bidQuantities: top.bidQuantities.slice(0, 10),
        }
      },
    })),
  },
  'trims its book': {
    invariant: 'books',
    mutation: each(book => ({ depth: () => Math.min(10, book.depth('bid')) })),
  },
  'claims to know all levels': {
    invariant: 'books',
    mutation: each(() => ({ known: { low: 0, high: Infinity } })),
  },
  'shows another touch than its best levels': {
    invariant: 'books',
    mutation: each(() => ({ bidQuantity: 7 })),
  },
  'reports a change that was none': {
    invariant: 'books',
    mutation: each(book => ({ changes: book.changes.map(change => ({ ...change, after: 7 })) })),
  },
  'reports another quantity before a change': {
    invariant: 'books',
    mutation: each(book => ({ changes: book.changes.map(change => ({ ...change, before: 7 })) })),
  },
  'numbers its books wrongly': {
    invariant: 'books',
    mutation: each(book => ({ updateId: book.updateId - 1 })),
  },
  'does not notice a lost diff': {
    invariant: 'books',
    mutation: books(filter(({ state }) => state !== 'stale')),
  },
  'misses a diff': { invariant: 'books', mutation: books(filter((_, index) => index % 10 !== 9)) },
  'shows a stale book as live': {
    invariant: 'books',
    mutation: books(map(book => (book.state === 'stale' ? withMembers(book, { state: 'live' }) : book))),
  },
  'is never live again': {
    invariant: 'book recovery',
    mutation: books(source$ => {
      let isStale = false
      return source$.pipe(
        tap(({ state }) => (isStale ||= state === 'stale')),
        map(book => (isStale ? withMembers(book, { state: 'stale' }) : book)),
      )
    }),
  },
}

const restartScenario: Scenario = {
  ...scenario,
  faults: [{ at: 30 * SECOND, fault: 'restart', keepConnections: true }],
}

describe('the checker, with books of an exchange that restarts', () => {
  it('finds no violation by the client', async () => {
    const { violation, recoveries } = await runScenario(restartScenario)
    expect(violation).toBeUndefined()
    expect(recoveries).toMatchObject({ late: 0 })
  })

  it('detects a client that keeps its book', async () => {
    let kept: Book<unknown> | undefined
    const keeps = books(
      map(book => {
        if (book.updateId > 1_000_000) kept = book.freeze()
        const isRestarted = book.updateId > 0 && book.updateId < 1_000_000
        return isRestarted && kept !== undefined ? withMembers(kept, { updateId: book.updateId }) : book
      }),
    )
    expect((await runScenario(restartScenario, keeps)).violation).toMatchObject({ invariant: 'books' })
  })
})

describe('the checker, with local order books', () => {
  it('finds no violation by the client', async () => {
    const states = new Set<string>()
    const { violation, report, recoveries } = await runScenario(
      scenario,
      books(tap(({ state }) => states.add(state))),
    )
    expect(violation).toBeUndefined()
    expect([...states].sort()).toEqual(['live', 'stale', 'syncing'])
    expect(recoveries.late).toBe(0)
    expect(recoveries.inTime).toBeGreaterThan(5)
    expect(report?.errors.map(({ value }) => value.code)).toContain('REQUEST_FAILED')
  })

  it.each(Object.entries(wrong))('detects a client that %s', async (_, { invariant, mutation }) => {
    expect((await runScenario(scenario, mutation)).violation).toMatchObject({ invariant })
  })

  it('counts books that are live again late', async () => {
    const slow = members((market, { scheduler }) => ({
      book$: (symbols, options) =>
        market.book$(symbols, options).pipe(
          // Shown as stale for five seconds more.
          (source$: Observable<Book<unknown>>) => {
            let staleAt = -Infinity
            return source$.pipe(
              tap(({ state }) => {
                if (state !== 'live') staleAt = scheduler.monotonic()
              }),
              map(book => {
                const isLate = book.state === 'live' && scheduler.monotonic() - staleAt < 5_000
                return isLate ? withMembers(book, { state: 'stale' }) : book
              }),
            )
          },
        ),
    }))
    const { violation, recoveries } = await runScenario(scenario, slow)
    expect(violation).toBeUndefined()
    expect(recoveries.late).toBeGreaterThan(3)
  })
})
