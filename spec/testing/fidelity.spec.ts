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

/** Far enough apart for the exchange's limit of messages never to delay a command. */
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

/** What somebody does with a market, tick by tick: joins a channel, or leaves what was joined longest ago. */
type Act = number | 'leave'
type Behaviour = (market: Market, scheduler: SchedulerLike) => void

const at = (scheduler: SchedulerLike, tick: number, work: () => void): void =>
  void scheduler.schedule(work, tick * TICK)

const behaviour =
  (ticks: readonly (readonly Act[])[]): Behaviour =>
  (market, scheduler) => {
    const joined: Subscription[] = []
    ticks.forEach((acts, tick) =>
      at(scheduler, tick, () => {
        for (const act of acts) {
          if (act === 'leave') joined.shift()?.unsubscribe()
          else joined.push(channels[act]?.(market).subscribe() ?? new Subscription())
        }
      }),
    )
  }

/** What the embedded exchange was told: `+` what was asked for, `-` what was left. */
function toldToExchange(behave: Behaviour, ticks: number): string[] {
  const { market, scheduler, commands: told } = createWorld()
  behave(market, scheduler)
  scheduler.advanceBy((ticks + 1) * TICK)
  return told()
    .filter(({ method }) => method !== 'LIST_SUBSCRIPTIONS')
    .flatMap(({ method, params = [], at }) =>
      params.map(name => `${at} ${method === 'SUBSCRIBE' ? '+' : '-'}${NAMES[name]}`),
    )
    .sort()
}

/** What a marble market says that an exchange would have been told. */
function toldInMarbles(behave: Behaviour): string[] {
  let told: string[] = []
  marbles(({ marbleMarket, scheduler, flush }) => {
    const market = marbleMarket({
      ticker: { BTCUSDT: '-', ETHUSDT: '-' },
      trade: { BTCUSDT: '-' },
      kline: { BTCUSDT: '-' },
    })
    behave(market, scheduler)
    flush()
    told = market.subscriptions
      .flatMap(({ channel, subscribedFrame, unsubscribedFrame }) => [
        `${subscribedFrame} +${channel}`,
        ...(unsubscribedFrame === Infinity ? [] : [`${unsubscribedFrame} -${channel}`]),
      ])
      .sort()
  })
  return told
}

describe('what a marble market says was asked for is what an exchange is told', () => {
  it('by whoever joins and leaves, in whatever order', () => {
    const act = fc.oneof(fc.nat(channels.length - 1), fc.constant('leave' as const))
    const life = fc.array(fc.array(act, { maxLength: 4 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(life, ticks => {
        const behave = behaviour(ticks)
        expect(toldInMarbles(behave)).toEqual(toldToExchange(behave, ticks.length))
      }),
      { numRuns: 25 },
    )
  })

  type Strategy = (market: Market, scheduler: SchedulerLike) => Observable<unknown>
  const strategies: readonly (readonly [string, Strategy])[] = [
    [
      'one channel for two',
      market => combineLatest([market.ticker$('BTCUSDT'), market.ticker$(['BTCUSDT', 'ETHUSDT'])]),
    ],
    [
      'one after the other',
      (market, scheduler) =>
        timer(0, 2 * TICK, scheduler).pipe(
          switchMap(n => (n % 2 === 0 ? market.trade$('BTCUSDT') : market.kline$('BTCUSDT', '1m'))),
        ),
    ],
    [
      'some for a while',
      (market, scheduler) =>
        merge(
          market.ticker$('ETHUSDT').pipe(takeUntil(timer(3 * TICK, scheduler))),
          market.trade$('BTCUSDT').pipe(map(trade => trade.price)),
        ),
    ],
  ]

  it.each(strategies)('by a strategy that asks for %s', (_, strategy$) => {
    const behave: Behaviour = (market, scheduler) => {
      const subscription = new Subscription()
      at(scheduler, 0, () => subscription.add(strategy$(market, scheduler).subscribe()))
      at(scheduler, 7, () => subscription.unsubscribe())
    }
    const inMarbles = toldInMarbles(behave)
    expect(inMarbles.length).toBeGreaterThan(3)
    expect(inMarbles).toEqual(toldToExchange(behave, 8))
  })
})
