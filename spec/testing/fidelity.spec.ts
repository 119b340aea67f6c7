import fc from 'fast-check'
import {
  combineLatest,
  map,
  merge,
  type Observable,
  type SchedulerLike,
  Subscription,
  switchMap,
  takeUntil,
  timer,
} from 'rxjs'
import type { Market } from '../../src/index.js'
import { marbles } from '../../src/testing/index.js'
import { createWorld } from '../world.js'

/** Long enough that the exchange's message limit never delays a command. */
const TICK = 1_000

const NAMES: Readonly<Record<string, string>> = {
  'btcusdt@ticker': 'ticker BTCUSDT',
  'ethusdt@ticker': 'ticker ETHUSDT',
  'btcusdt@trade': 'trade BTCUSDT',
  'btcusdt@kline_1m': 'kline BTCUSDT 1m',
}

const channels: readonly ((market: Market) => Observable<unknown>)[] = [
  (market: Market) => market.ticker$('BTCUSDT'),
  (market: Market) => market.ticker$(['BTCUSDT', 'ETHUSDT']),
  (market: Market) => market.trade$('BTCUSDT'),
  (market: Market) => market.kline$('BTCUSDT', '1m'),
]

/**
 * An action within a tick: subscribe a channel by its index, or unsubscribe the oldest
 * subscription.
 */
type Act = number | 'unsubscribe'
type Behaviour = (market: Market, scheduler: SchedulerLike) => void

const at = (scheduler: SchedulerLike, tick: number, work: () => void): void =>
  void scheduler.schedule(work, tick * TICK)

const behaviour =
  (ticks: readonly (readonly Act[])[]): Behaviour =>
  (market, scheduler) => {
    const subscriptions: Subscription[] = []
    ticks.forEach((acts, tick) =>
      at(scheduler, tick, () => {
        for (const act of acts) {
          if (act === 'unsubscribe') subscriptions.shift()?.unsubscribe()
          else subscriptions.push(channels[act]?.(market).subscribe() ?? new Subscription())
        }
      }),
    )
  }

/** The changes that the embedded exchange receives: `+` subscribed, `-` unsubscribed. */
function changesAtExchange(behave: Behaviour, ticks: number): string[] {
  const { market, scheduler, commands } = createWorld()
  behave(market, scheduler)
  scheduler.advanceBy((ticks + 1) * TICK)
  return commands()
    .filter(({ method }) => method !== 'LIST_SUBSCRIPTIONS')
    .flatMap(({ method, params = [], at }) =>
      params.map(name => `${at} ${method === 'SUBSCRIBE' ? '+' : '-'}${NAMES[name]}`),
    )
    .sort()
}

/** The changes that a marble market records. */
function changesInMarbles(behave: Behaviour): string[] {
  let changes: string[] = []
  marbles(({ marbleMarket, scheduler, flush }) => {
    const market = marbleMarket({
      ticker: { BTCUSDT: '-', ETHUSDT: '-' },
      trade: { BTCUSDT: '-' },
      kline: { BTCUSDT: '-' },
    })
    behave(market, scheduler)
    flush()
    changes = market.subscriptions
      .flatMap(({ channel, subscribedFrame, unsubscribedFrame }) => [
        `${subscribedFrame} +${channel}`,
        ...(unsubscribedFrame === Infinity ? [] : [`${unsubscribedFrame} -${channel}`]),
      ])
      .sort()
  })
  return changes
}

describe('a marble market records the subscriptions that an exchange receives', () => {
  it('for any order of subscribing and unsubscribing', () => {
    const act = fc.oneof(fc.nat(channels.length - 1), fc.constant('unsubscribe' as const))
    const life = fc.array(fc.array(act, { maxLength: 4 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(life, ticks => {
        const behave = behaviour(ticks)
        expect(changesInMarbles(behave)).toEqual(changesAtExchange(behave, ticks.length))
      }),
      { numRuns: 25 },
    )
  })

  type Strategy = (market: Market, scheduler: SchedulerLike) => Observable<unknown>
  const strategies: readonly (readonly [string, Strategy])[] = [
    [
      'one channel twice',
      market => combineLatest([market.ticker$('BTCUSDT'), market.ticker$(['BTCUSDT', 'ETHUSDT'])]),
    ],
    [
      'one channel after the other',
      (market, scheduler) =>
        timer(0, 2 * TICK, scheduler).pipe(
          switchMap(n => (n % 2 === 0 ? market.trade$('BTCUSDT') : market.kline$('BTCUSDT', '1m'))),
        ),
    ],
    [
      'one channel for a while',
      (market, scheduler) =>
        merge(
          market.ticker$('ETHUSDT').pipe(takeUntil(timer(3 * TICK, scheduler))),
          market.trade$('BTCUSDT').pipe(map(trade => trade.price)),
        ),
    ],
  ]

  it.each(strategies)('for a strategy that subscribes %s', (_, strategy$) => {
    const behave: Behaviour = (market, scheduler) => {
      const subscription = new Subscription()
      at(scheduler, 0, () => subscription.add(strategy$(market, scheduler).subscribe()))
      at(scheduler, 7, () => subscription.unsubscribe())
    }
    const inMarbles = changesInMarbles(behave)
    expect(inMarbles.length).toBeGreaterThan(3)
    expect(inMarbles).toEqual(changesAtExchange(behave, 8))
  })
})
