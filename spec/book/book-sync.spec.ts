import { diff, open, snapshot } from './synced-book.js'

/** A live book at update 10. */
function openLive(options = {}) {
  const world = open(options)
  world.diffs$.next(diff(10, 10))
  world.answer(snapshot(10))
  return world
}

describe('a local book', () => {
  it('is syncing until its snapshot arrives, then live', () => {
    const { diffs$, requests, answer, states } = open()
    expect(requests).toHaveLength(0)
    diffs$.next(diff(8, 10))
    expect(requests).toHaveLength(1)
    expect(states()).toEqual(['syncing 0'])
    answer(snapshot(9))
    expect(states()).toEqual(['syncing 0', 'live 10'])
  })

  it.each([
    ['contains the snapshot', diff(8, 12)],
    ['begins right after the snapshot', diff(11, 12)],
  ])('continues with a first diff that %s', (_, first) => {
    const { diffs$, answer, states } = open()
    diffs$.next(first)
    answer(snapshot(10))
    expect(states()).toEqual(['syncing 0', 'live 12'])
  })

  it('requests a snapshot of a symbol without diffs', () => {
    const { scheduler, requests, answer, states } = open()
    scheduler.advanceBy(1_499)
    expect(requests).toHaveLength(0)
    scheduler.advanceBy(1)
    expect(requests).toHaveLength(1)
    answer(snapshot(10))
    expect(states()).toEqual(['syncing 0', 'live 10'])
  })

  it('keeps diffs and requests again when a snapshot is older', () => {
    const { scheduler, diffs$, requests, answer, states, last } = open()
    diffs$.next(diff(20, 25, [[99, 5]]))
    answer(snapshot(15))
    expect(states()).toEqual(['syncing 0'])
    scheduler.advanceBy(250)
    diffs$.next(diff(26, 30))
    expect(requests).toHaveLength(2)
    answer(snapshot(19))
    expect(states()).toEqual(['syncing 0', 'live 30'])
    expect(last().quantityAt('bid', 99)).toBe(5)
  })

  it('applies each diff at once and emits its changes', () => {
    const { diffs$, last } = openLive()
    diffs$.next(
      diff(
        11,
        12,
        [
          [100, 0],
          [101, 3],
        ],
        [
          [101, 0],
          [102, 2],
          [99.5, 0],
        ],
      ),
    )
    expect(last()).toMatchObject({ bidPrice: 101, bidQuantity: 3, askPrice: 102, askQuantity: 2 })
    expect(last().changes).toEqual([
      { side: 'bid', price: 100, before: 1, after: 0 },
      { side: 'bid', price: 101, before: 0, after: 3 },
      { side: 'ask', price: 101, before: 1, after: 0 },
      { side: 'ask', price: 102, before: 0, after: 2 },
    ])
  })

  it('ignores old diffs and accepts overlapping ones', () => {
    const { diffs$, states } = openLive()
    diffs$.next(diff(5, 9))
    diffs$.next(diff(8, 10))
    diffs$.next(diff(9, 13))
    expect(states()).toEqual(['syncing 0', 'live 10', 'live 13'])
  })

  it('is stale after a lost diff, until the next snapshot', () => {
    const { diffs$, requests, answer, states } = openLive()
    diffs$.next(diff(12, 13))
    expect(states().at(-1)).toBe('stale 10')
    expect(requests.at(-1)).toMatchObject({ priority: 20 })
    diffs$.next(diff(14, 14))
    answer(snapshot(12))
    expect(states().slice(2)).toEqual(['stale 10', 'live 14'])
  })

  it('needs no snapshot after a drop that lost nothing', () => {
    const { diffs$, interruptions$, requests, states } = openLive()
    interruptions$.next()
    interruptions$.next()
    diffs$.next(diff(11, 15))
    expect(states().slice(2)).toEqual(['stale 10', 'live 15'])
    expect(requests).toHaveLength(1)
  })

  it('requests a snapshot of a quiet symbol after a reconnect', () => {
    const { scheduler, interruptions$, resumptions$, requests, answer, states } = openLive()
    interruptions$.next()
    scheduler.advanceBy(60_000)
    expect(requests).toHaveLength(1)
    resumptions$.next()
    scheduler.advanceBy(1_500)
    expect(requests).toHaveLength(2)
    answer(snapshot(12))
    expect(states().slice(2)).toEqual(['stale 10', 'live 12'])
    scheduler.advanceBy(60_000)
    expect(requests).toHaveLength(2)
  })

  it('begins anew when ids go back at a later time', () => {
    const { diffs$, answer, states } = openLive()
    diffs$.next(diff(1, 3, [], [], 1_000))
    answer(snapshot(2))
    expect(states().slice(2)).toEqual(['stale 10', 'live 3'])
  })

  it('requests again when the ids go back while it waits for a snapshot', () => {
    const { diffs$, requests, answer, states } = open()
    diffs$.next(diff(1_000, 1_001, [], [], 1_000))
    diffs$.next(diff(5, 6, [], [], 1_100))
    expect(requests.map(({ isOpen }) => isOpen)).toEqual([false, true])
    answer(snapshot(5))
    expect(states()).toEqual(['syncing 0', 'live 6'])
  })

  it('takes no diffs for late that go on below its snapshot', () => {
    const { scheduler, diffs$, requests, answer, states } = open()
    diffs$.next(diff(5, 6, [], [], 1_000))
    answer(snapshot(1_000_000))
    for (let n = 0; n < 12; n++) {
      scheduler.advanceBy(1_000)
      diffs$.next(diff(7 + n, 7 + n, [], [], 2_000 + n * 1_000))
    }
    expect(states().slice(1)).toEqual(['live 1000000', 'stale 1000000'])
    expect(requests).toHaveLength(2)
    answer(snapshot(18))
    expect(states().at(-1)).toBe('live 18')
  })

  it('reports a failed request and repeats it with growing delays', () => {
    const { scheduler, diffs$, requests, reports, answer, states } = open()
    diffs$.next(diff(10, 10))
    const delays: number[] = []
    for (let n = 0; n < 5; n++) {
      requests.at(-1)?.answer$.error(new Error(`failure ${n}`))
      const since = scheduler.now()
      const count = requests.length
      while (requests.length === count) scheduler.advanceBy(50)
      delays.push(scheduler.now() - since)
    }
    expect(delays).toEqual([250, 500, 1_000, 2_000, 2_000])
    expect(reports).toHaveLength(5)
    answer(snapshot(10))
    expect(states()).toEqual(['syncing 0', 'stale 0', 'live 10'])
  })

  it('takes over levels of a wider snapshot at the same update', () => {
    const { sync, diffs$, requests, answer, states, last } = openLive({ limit: 1 })
    expect(last().known).toEqual({ low: 100, high: 101 })
    expect(last().quantityAt('bid', 99)).toBeUndefined()
    sync.widen(2)
    expect(requests.at(-1)).toMatchObject({ limit: 2, priority: 0 })
    diffs$.next(diff(11, 11, [[98, 4]]))
    // Newer than the diffs so far: waits for them.
    answer(
      snapshot(
        12,
        [
          [100, 1],
          [99, 2],
        ],
        [
          [101, 1],
          [102, 1],
        ],
      ),
    )
    expect(states().at(-1)).toBe('live 11')
    diffs$.next(diff(12, 12, [[99, 2]]))
    expect(last().known).toEqual({ low: 99, high: 102 })
    expect(last().quantityAt('bid', 99)).toBe(2)
    expect(last().quantityAt('bid', 98)).toBe(4)
  })

  it('reports levels that differ from the exchange, and corrects them', () => {
    const { sync, reports, answer, last } = openLive()
    sync.refresh()
    answer(snapshot(10, [[100, 7]], [[101, 1]]))
    expect(reports).toEqual([
      expect.objectContaining({
        code: 'BOOK_MISMATCH',
        updateId: 10,
        count: 1,
        differences: ['bid 100: 1, not 7'],
      }),
    ])
    expect(last().bidQuantity).toBe(7)
  })

  it('requests more levels when the market leaves the known ones', () => {
    const { scheduler, diffs$, requests } = openLive({ limit: 1 })
    diffs$.next(diff(11, 11, [[100, 0]]))
    expect(requests).toHaveLength(2)
    scheduler.advanceBy(9_000)
    diffs$.next(diff(12, 12))
    expect(requests).toHaveLength(2)
  })

  it('requests more levels that were wanted during a request', () => {
    const { sync, requests, answer } = openLive({ limit: 5 })
    sync.widen(50)
    sync.widen(500)
    expect(requests.map(({ limit }) => limit)).toEqual([5, 50])
    answer(snapshot(10))
    expect(requests.map(({ limit }) => limit)).toEqual([5, 50, 500])
  })

  it('is stale, not crossed, for a bid above an ask', () => {
    const { scheduler, diffs$, requests, reports, answer, states, last } = openLive()
    diffs$.next(diff(11, 11, [[101, 5]]))
    expect(states().slice(2)).toEqual(['stale 11'])
    expect(reports).toEqual([
      expect.objectContaining({
        code: 'BOOK_MISMATCH',
        differences: ['best bid 101 is not below best ask 101'],
      }),
    ])
    expect(requests).toHaveLength(2)
    answer(snapshot(11, [[101, 5]], [[102, 1]]))
    expect(states().slice(3)).toEqual(['live 11'])
    expect([last().bidPrice, last().askPrice]).toEqual([101, 102])
    // Soon again: the next request waits.
    diffs$.next(diff(12, 12, [[103, 5]]))
    expect(states().at(-1)).toBe('stale 12')
    expect(requests).toHaveLength(2)
    scheduler.advanceBy(10_000)
    expect(requests).toHaveLength(3)
  })

  it('is live where the exchange itself is crossed', () => {
    const { diffs$, requests, answer, states } = open()
    diffs$.next(diff(10, 10))
    answer(snapshot(10, [[102, 1]], [[101, 1]]))
    diffs$.next(diff(11, 11, [[102, 2]]))
    expect(states()).toEqual(['syncing 0', 'live 10', 'live 11'])
    expect(requests).toHaveLength(1)
  })

  it('shows its place in the queue while syncing', () => {
    const { diffs$, requests, books, answer } = open()
    diffs$.next(diff(10, 10))
    for (const position of [3, 2, 0]) requests[0]?.onPosition(position)
    answer(snapshot(10))
    expect(books.map(({ state, queuePosition }) => [state, queuePosition])).toEqual([
      ['syncing', undefined],
      ['syncing', 3],
      ['syncing', 2],
      ['syncing', undefined],
      ['live', undefined],
    ])
  })

  it('has changes only where a diff caused the emission', () => {
    const { diffs$, interruptions$, books, last } = openLive()
    diffs$.next(diff(11, 11, [[100, 3]]))
    const changes = last().changes
    expect(changes).toEqual([{ side: 'bid', price: 100, before: 1, after: 3 }])
    interruptions$.next()
    expect(last().state).toBe('stale')
    expect(last().changes).toEqual([])
    // Those that have been read stay.
    expect(books.at(-2)?.changes).toBe(changes)
  })

  it('errors when another request cannot help', () => {
    const error = Object.assign(new Error('unlisted'), { code: 'REQUEST_REJECTED' })
    const { diffs$, requests, ends } = open()
    diffs$.next(diff(1, 1))
    requests[0]?.answer$.error(error)
    expect(ends).toEqual([error])
  })

  it('leaves no request and no timer behind', () => {
    const { sync, scheduler, diffs$, requests } = open()
    diffs$.next(diff(1, 1))
    sync.stop()
    expect(requests.map(({ isOpen }) => isOpen)).toEqual([false])
    expect(diffs$.observed).toBe(false)
    expect(scheduler.pending).toBe(0)
  })
})
