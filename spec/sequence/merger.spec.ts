import type { BookTicker, Depth, Kline, MarketEvent, Ticker, Trade } from '../../src/index.js'
import { type Before, Merger } from '../../src/sequence/merger.js'
import type { IdRange } from '../../src/sequence/rule.js'
import { aBookTicker, aDepth, aKline, aTicker, aTrade } from '../../src/testing/index.js'
import { ruleOf } from './order.js'

/**
 * `+n` lets n ms pass; `X ends` and `X ends as planned` end a session, `X joins` begins one; else
 * events of a session.
 */
type Step<E> = number | string | readonly [session: string, ...events: E[]]

/** The output, in a few words. */
function outcomes<E extends MarketEvent>(
  kind: E['type'],
  describe: (event: E) => unknown,
  steps: readonly Step<E>[],
  ids?: (event: E) => IdRange,
  before: Omit<Before<E>, 'session'> = { last: undefined, interruption: undefined },
): string {
  let now = 0
  const output: string[] = []
  const merger = new Merger<E>(
    ruleOf(kind),
    {
      deliver: event => output.push(String(describe(event))),
      missing: ({ missing, cause }) => output.push(`${cause} ${missing ?? '?'}`),
      outOfOrder: event => output.push(`rejected ${String(describe(event))}`),
    },
    () => now,
    { session: 1, ...before },
  )
  const sessionOf = (name: string): number => name.charCodeAt(0) - 64
  merger.join(2)
  for (const step of steps) {
    if (typeof step === 'number') {
      now += step
      if (now >= merger.deadline) merger.expire()
    } else if (typeof step === 'string') {
      const session = sessionOf(step)
      if (step.endsWith('joins')) merger.join(session)
      else merger.leave(session, step.endsWith('planned') ? session + 1 : undefined)
    } else {
      const [name, ...events] = step
      for (const event of events) {
        const isKnown =
          ids !== undefined &&
          merger.isBehind(sessionOf(name)) &&
          merger.passOver(ids(event), sessionOf(name))
        if (!isKnown) merger.admit(event, sessionOf(name))
      }
    }
  }
  return output.join(', ')
}

describe('trades of two sessions', () => {
  const trades = (...steps: Step<number | readonly [id: number, time: number]>[]): string =>
    outcomes<Trade>(
      'trade',
      ({ tradeId }) => tradeId,
      steps.map(step =>
        typeof step === 'object'
          ? ([
              step[0],
              ...step.slice(1).map(id => {
                const [tradeId, eventTime] = typeof id === 'object' ? id : [Number(id), Number(id)]
                return aTrade({ tradeId, eventTime })
              }),
            ] as const)
          : step,
      ),
      ({ tradeId }) => ({ first: tradeId, last: tradeId }),
    )

  it.each([
    ['are each delivered once, by the first', trades(['A', 1, 2], ['B', 1, 2, 3], ['A', 3, 4]), '1, 2, 3, 4'],
    ['wait for what the other may deliver', trades(['A', 1, 3], 249, ['B', 1, 2], ['A', 4]), '1, 2, 3, 4'],
    ['wait for 250 ms at most', trades(['A', 1, 3], 250, ['B', 1, 2, 3]), '1, loss 1, 3'],
    ['do not wait for what both have passed', trades(['A', 1, 3], ['B', 1, 3, 4]), '1, loss 1, 3, 4'],
    ['fill holes of each other', trades(['A', 1, 3, 5], ['B', 1, 2, 4, 5]), '1, 2, 3, 4, 5'],
    ['that one session repeats are out of order', trades(['A', 1, 2, 2], ['B', 1, 2]), '1, 2, rejected 2'],
    ['that come late fill a hole that is open', trades(['A', 1, 3, 2], ['B', 1]), '1, 2, 3'],
    ['report a hole when the other session ends', trades(['A', 1, 3], ['B', 1], 'B ends'), '1, loss 1, 3'],
    ['go on when one session ends', trades(['A', 1, 2], ['B', 1], 'A ends', ['B', 2, 3]), '1, 2, 3'],
    [
      'lost in a drop before the other has begun are a disconnect',
      trades(['A', 1], 'A ends', ['B', 4]),
      '1, disconnect 2, 4',
    ],
    ['begin with the first that arrives', trades(['B', 7], ['A', 6, 7, 8]), '7, 8'],
    [
      'begin again where those of a session do',
      trades(['A', [70, 5]], ['B', [70, 5]], ['A', [3, 6]], ['B', [71, 5], [3, 6], [4, 7]]),
      '70, reset ?, 3, 4',
    ],
    [
      'begin again on a session that had begun with lower ones',
      trades(['A', [70, 5]], 'C joins', ['C', [3, 6]], ['A', [3, 6]], ['C', [4, 7]], 'A ends', ['C', [5, 8]]),
      '70, reset ?, 3, 4, 5',
    ],
    [
      'begin again behind a session, which is not silent for long',
      trades(['A', [70, 5]], ['B', [3, 6], [4, 7]], ['A', [3, 6]], 'A ends', 10_001, ['B', [5, 8]]),
      '70, reset ?, 3, loss 1, 5',
    ],
    [
      'begin again after ten of one session in order',
      trades(['B', [71, 1]], ['A', [70, 9]], 'B ends', ...[1, 2, 3, 4].map(id => ['A', [id, 1]] as const)),
      '71, rejected 1, rejected 2, rejected 3, rejected 4',
    ],
    [
      'begin again where a session is alone for long with lower ones',
      trades(['A', 70], 'A ends', ['B', [1, 80]], 10_001, ['B', [2, 81]], ['B', [3, 82]]),
      '70, reset ?, 2, 3',
    ],
    [
      'begin again after all sessions had ended',
      trades(['A', 70], 'A ends', 'B ends', 'A joins', 'B joins', ['A', 3], ['B', 3, 4], ['A', 4]),
      '70, reset ?, 3, 4',
    ],
    [
      'come late on a session that began before the last drop',
      trades(['A', 1], 'A ends', 'C joins', ['B', 2, 3, 4], 'B ends', ['C', 3, 4, 5]),
      '1, 2, 3, 4, 5',
    ],
    [
      'begin again on a session that is replaced by another',
      trades(['A', 70], ['B', 3], 'A ends', 'C joins', ['B', 4], 10_001, ['C', 5], ['B', 6], ['C', 6, 7]),
      '70, reset ?, 5, 6, 7',
    ],
    [
      'that a new session has from before are dropped',
      trades(['A', [70, 5], [3, 6]], ['B', [71, 5]], ['A', [4, 7]], ['B', [5, 8]], ['A', [5, 8]]),
      '70, reset ?, 3, 4, 5',
    ],
    [
      'that only a new session has since are delivered',
      trades(['A', [70, 5], [3, 6]], 'A ends', ['B', [4, 7], [5, 8]]),
      '70, reset ?, 3, 4, 5',
    ],
    [
      'begin again on each of two sessions, of which one was passed over',
      trades(
        ['A', [69, 4], [70, 5]],
        ['B', [69, 4], [70, 5]],
        ['A', [3, 6]],
        ['B', [3, 6]],
        ['A', [4, 7]],
        ['B', [4, 7], [5, 8]],
      ),
      '69, 70, reset ?, 3, 4, 5',
    ],
    [
      'begin again at an earlier time, but later than the last known event of one that was passed over',
      trades(
        ['B', [69, 4]],
        ['A', [69, 4], [70, 90]],
        ['B', [70, 90]],
        ['A', ...Array.from({ length: 12 }, (_, index) => [index + 1, 50] as const)],
        ['B', ...Array.from({ length: 13 }, (_, index) => [index + 1, 50] as const)],
      ),
      `69, 70, ${Array.from({ length: 9 }, (_, index) => `rejected ${index + 1}`).join(', ')}, reset ?, 10, 11, 12, 13`,
    ],
    [
      'begin again wait for a session that has delivered nothing yet',
      trades(['A', 70, [3, 80], [5, 81]], 249, ['B', [4, 81]]),
      '70, reset ?, 3, 4, 5',
    ],
    [
      'begin again do not wait for a session that still delivers those of before',
      trades(['A', 70, 71], ['B', 70], ['A', [3, 80], [5, 81]]),
      '70, 71, reset ?, 3, loss 1, 5',
    ],
    [
      'begin again on a new session before long',
      trades(['A', 70], ['B', 3], 6_000, ['B', 4], 6_000, ['B', 5]),
      '70, reset ?, 5',
    ],
    [
      'of three sessions wait for the last of them',
      trades(['A', 1], 'C joins', ['A', 3], ['B', 1, 3], 100, ['C', 2, 3]),
      '1, 2, 3',
    ],
  ])('%s', (_title, actual, expected) => {
    expect(actual).toBe(expected)
  })

  it('are limited while they wait', () => {
    const ids = Array.from({ length: 1_001 }, (_, index) => index + 3)
    expect(trades(['A', 1], ['A', ...ids]).startsWith('1, loss 1, 3, 4, 5')).toBe(true)
  })
})

describe('states of two sessions', () => {
  const quotes = (...steps: Step<BookTicker>[]): string =>
    outcomes<BookTicker>(
      'bookTicker',
      ({ updateId }) => updateId,
      steps,
      ({ updateId }) => ({
        first: updateId,
        last: updateId,
      }),
    )
  const quote = (updateId: number): BookTicker => aBookTicker({ updateId })
  const tickers = (...steps: Step<Ticker>[]): string =>
    outcomes<Ticker>('ticker', ({ eventTime, price }) => `${eventTime}:${price}`, steps)
  const ticker = (eventTime: number, price: number): Ticker => aTicker({ eventTime, price })
  const depths = (...steps: Step<Depth>[]): string =>
    outcomes<Depth>('depth', ({ lastUpdateId }) => lastUpdateId, steps)
  const depth = (lastUpdateId: number): Depth => aDepth({ lastUpdateId })

  it.each([
    [
      'the newest wins',
      quotes(['A', quote(1), quote(5)], ['B', quote(1), quote(3), quote(5), quote(9)], ['A', quote(7)]),
      '1, 5, 9',
    ],
    [
      'an end of one session costs nothing',
      quotes(['A', quote(1)], ['B', quote(1)], 'A ends', ['B', quote(5)]),
      '1, 5',
    ],
    [
      'an end before the other has begun is a span of time',
      quotes(['A', quote(1)], 'A ends', ['B', quote(5)]),
      '1, disconnect ?, 5',
    ],
    ['a planned end costs nothing', quotes(['A', quote(1)], 'A ends as planned', ['B', quote(5)]), '1, 5'],
    [
      'a planned end shows nothing of a third session',
      quotes(['A', quote(1)], 'C joins', 'A ends as planned', 'B ends', ['C', quote(5)]),
      '1, disconnect ?, 5',
    ],
    [
      'what was delivered already is no reset',
      quotes(['A', quote(1), quote(5)], 'A ends', ['B', quote(3), quote(5), quote(6)]),
      '1, 5, 6',
    ],
    [
      'begin again after all sessions had ended',
      quotes(['A', quote(70)], 'A ends', 'B ends', 'A joins', 'B joins', ['B', quote(3)], ['A', quote(5)]),
      '70, reset ?, 3, 5',
    ],
    [
      'begin again after ten of a session that was passed over',
      quotes(['A', ...[69, 70, 71].map(quote)], ['B', ...[69, 70].map(quote)], 'A ends', [
        'B',
        ...Array.from({ length: 11 }, (_, index) => quote(index + 1)),
      ]),
      '69, 70, 71, rejected 1, rejected 2, rejected 3, rejected 4, rejected 5, rejected 6, rejected 7, rejected 8, rejected 9, reset ?, 10, 11',
    ],
    [
      'begin again where all are older for long',
      quotes(['A', quote(70)], 'A ends', ['B', quote(3)], 9_000, 'C joins', ['C', quote(4)], 1_001, [
        'C',
        quote(5),
      ]),
      '70, reset ?, 5',
    ],
    [
      'of a session that had caught up are not emitted again, however long it lags',
      tickers(['A', ticker(1, 1)], ['B', ticker(9, 2)], ['A', ticker(3, 3)], 10_001, [
        'A',
        ticker(5, 4),
        ticker(11, 5),
      ]),
      '1:1, 9:2, 11:5',
    ],
    [
      'of one time pass as often as on one session',
      tickers(['A', ticker(1, 1), ticker(1, 2)], ['B', ticker(1, 1), ticker(1, 2), ticker(2, 3)]),
      '1:1, 1:2, 2:3',
    ],
    [
      'of one time pass in whatever turn they come',
      tickers(['A', ticker(1, 1)], ['B', ticker(1, 1), ticker(1, 2)], ['A', ticker(1, 2), ticker(2, 3)]),
      '1:1, 1:2, 2:3',
    ],
    [
      'of one id pass as often as on one session',
      depths(['A', depth(1), depth(1)], ['B', depth(1), depth(1), depth(2)]),
      '1, 1, 2',
    ],
  ])('%s', (_title, actual, expected) => {
    expect(actual).toBe(expected)
  })

  it.each<[title: string, ...steps: Step<Ticker>[]]>([
    ['by the same session', ['A', ticker(5, 2)], ['B', ticker(5, 2)]],
    ['by the session that joins', ['B', ticker(5, 2)], ['A', ticker(5, 2)]],
    ['after the session that joined has ended', 'B ends', ['A', ticker(5, 2)]],
  ])('missed before another session joins are a loss where that was the cause: %s', (_title, ...steps) => {
    const before = { last: ticker(1, 1), interruption: 'loss' } as const
    const output = outcomes<Ticker>('ticker', ({ eventTime }) => eventTime, steps, undefined, before)
    expect(output).toBe('loss ?, 5')
  })
})

describe('klines of two sessions', () => {
  /** By minute, number of trades, whether closed, and event time. */
  const bar = (minute: number, tradeCount: number, isClosed = false, eventTime = 0): Kline =>
    aKline({
      freq: '1m',
      openTime: minute * 60_000,
      closeTime: minute * 60_000 + 59_999,
      tradeCount,
      isClosed,
      eventTime: minute * 60_000 + (isClosed ? 60_000 : tradeCount) + eventTime,
    })
  const klines = (...steps: Step<Kline>[]): string =>
    outcomes<Kline>(
      'kline',
      ({ openTime, tradeCount, isClosed }) =>
        `${openTime / 60_000}:${tradeCount}${isClosed ? ' closed' : ''}`,
      steps,
    )

  it.each([
    [
      'close once',
      klines(
        ['A', bar(1, 5), bar(1, 6, true)],
        ['B', bar(1, 5), bar(1, 6, true), bar(2, 1)],
        ['A', bar(2, 1)],
      ),
      '1:5, 1:6 closed, 2:1',
    ],
    [
      'of fewer trades are older, whatever their event time',
      klines(['A', bar(1, 5)], ['B', bar(1, 4, false, 9)], ['B', bar(1, 6, false, 9)]),
      '1:5, 1:6',
    ],
    [
      'sent again without trades are emitted again',
      klines(['A', bar(1, 5), bar(1, 5, false, 2)], ['B', bar(1, 5), bar(1, 5, false, 2)]),
      '1:5, 1:5',
    ],
    [
      'that begin again are taken from each session as soon as it is there',
      klines(
        ['A', bar(1, 50), bar(1, 0, false, 60)],
        ['B', bar(1, 0, false, 60), bar(1, 3, false, 60)],
        ['A', bar(1, 3, false, 60)],
        'A ends',
        ['B', bar(1, 9, true)],
      ),
      '1:50, reset ?, 1:0, 1:3, 1:9 closed',
    ],
    [
      'of a session that lags are not emitted again',
      klines(
        ['A', bar(1, 4)],
        ['B', bar(1, 5, false, 4)],
        ['A', bar(1, 5), bar(1, 5, false, 2), bar(1, 5, false, 4), bar(1, 5, false, 6)],
      ),
      '1:4, 1:5, 1:5',
    ],
    [
      'of a session that had caught up are not emitted again, however long it lags',
      klines(['A', bar(1, 4)], ['B', bar(1, 9)], ['A', bar(1, 5)], 10_001, ['A', bar(1, 6), bar(1, 10)]),
      '1:4, 1:9, 1:10',
    ],
    [
      'sent again without trades are emitted from a session that joins as soon as it is later',
      klines(
        ['A', bar(1, 5), bar(1, 5, false, 2), bar(1, 5, false, 4)],
        'B ends',
        'C joins',
        ['C', bar(1, 5, false, 4)],
        'A ends',
        'D joins',
        ['D', bar(1, 5, false, 6)],
        ['C', bar(1, 5, false, 6), bar(1, 5, false, 8)],
      ),
      '1:5, 1:5, 1:5, 1:5, 1:5',
    ],
    [
      'close once, though a session that joins sends the close later',
      klines(['A', bar(1, 5), bar(1, 6, true)], 'C joins', ['C', bar(1, 6, true, 2), bar(2, 1)]),
      '1:5, 1:6 closed, 2:1',
    ],
    [
      'sent again without trades are emitted of a session that has lost some',
      klines(
        ['A', bar(1, 5), bar(1, 5, false, 2), bar(1, 5, false, 4)],
        ['B', bar(1, 5), bar(1, 5, false, 4)],
        'A ends',
        'C joins',
        ['B', bar(1, 5, false, 6)],
      ),
      '1:5, 1:5, 1:5, 1:5',
    ],
    [
      'sent at different times by each session are emitted once',
      klines(
        ['A', bar(1, 4)],
        ['B', bar(1, 4)],
        ['A', bar(1, 5)],
        ['B', bar(1, 5, false, 1)],
        ['A', bar(1, 5, false, 20)],
        ['B', bar(1, 5, false, 21)],
        ['B', bar(1, 5, false, 41)],
        ['A', bar(1, 5, false, 40)],
      ),
      '1:4, 1:5, 1:5, 1:5',
    ],
    [
      'without trades are emitted again ten seconds after the exchange set its clock back',
      klines(
        ['A', bar(1, 5, false, 60)],
        ['B', bar(1, 5, false, 60)],
        ['A', bar(1, 5, false, 0)],
        ['B', bar(1, 5, false, 0)],
        10_000,
        ['A', bar(1, 5, false, 10)],
        1,
        ['B', bar(1, 5, false, 10)],
        ['A', bar(1, 5, false, 11)],
        ['B', bar(1, 5, false, 11)],
      ),
      '1:5, 1:5, 1:5',
    ],
    [
      'wait for a close of the other session',
      klines(
        ['A', bar(1, 5)],
        ['B', bar(1, 5)],
        ['A', bar(2, 1), bar(2, 2)],
        ['B', bar(1, 6, true), bar(2, 1)],
      ),
      '1:5, 1:6 closed, 2:1, 2:2',
    ],
    [
      'report a close that both lost',
      klines(['A', bar(1, 5)], ['B', bar(1, 5)], ['A', bar(2, 1)], ['B', bar(2, 1), bar(2, 2)]),
      '1:5, loss 1, 2:1, 2:2',
    ],
  ])('%s', (_title, actual, expected) => {
    expect(actual).toBe(expected)
  })
})
