/** Clients with a defect each: what the soak's judge must not let pass. */
import {
  catchError,
  concatMap,
  delay,
  EMPTY,
  filter,
  map,
  merge,
  mergeMap,
  type MonoTypeOperatorFunction,
  NEVER,
  Observable,
  of,
  Subject,
  take,
  tap,
  throwError,
} from 'rxjs'
import type { Tamper } from '../../soak/run.js'
import { type ConnectionStatus, isMarketError, type Market, type MarketEvent } from '../../src/index.js'
import type { Simulation } from '../../src/testing/index.js'

/** What goes wrong, and the law that is broken by it. */
export interface Defect {
  readonly law: string
  readonly tamper: Tamper
}

type Event = MarketEvent<unknown>
type Change = MonoTypeOperatorFunction<Event>

/** A defect of what each subscriber of a channel gets; made anew for each. */
const channels =
  (make: (market: Market<unknown>, simulation: Simulation) => Change): Tamper =>
  (market, simulation) => {
    const methods = Object.entries(market).map(([name, method]) => [
      name,
      typeof method === 'function' && name.endsWith('$')
        ? (...args: readonly unknown[]) => {
            const source$ = (method as (...args: readonly unknown[]) => Observable<Event>)(...args)
            return new Observable<Event>(subscriber =>
              make(market, simulation)(source$).subscribe(subscriber),
            )
          }
        : (method as unknown),
    ])
    return Object.fromEntries(methods) as Market<unknown>
  }

/** A defect beside the channels. */
const beside =
  (make: (market: Market<unknown>, simulation: Simulation) => Partial<Market<unknown>>): Tamper =>
  (market, simulation) => ({ ...market, ...make(market, simulation) })

/** Two of every ten events come in the other order. */
const swapped$ = (source$: Observable<Event>): Observable<Event> => {
  let held: Event | undefined
  return source$.pipe(
    concatMap((event, index) => {
      if (index % 10 === 8) {
        held = event
        return EMPTY
      }
      const earlier = held
      held = undefined
      return earlier === undefined ? of(event) : of(event, earlier)
    }),
  )
}

export const defects: Readonly<Record<string, Defect>> = {
  'loses an event': { law: 'delivery', tamper: channels(() => filter((_, index) => index % 10 !== 9)) },
  'delivers an event twice': {
    law: 'delivery',
    tamper: channels(() => concatMap((event, index) => (index % 10 === 9 ? of(event, event) : of(event)))),
  },
  'swaps two events': { law: 'delivery', tamper: channels(() => swapped$) },
  'delivers late': { law: 'delivery', tamper: channels((_, { scheduler }) => delay(1, scheduler)) },
  'changes a price': {
    law: 'delivery',
    tamper: channels(() => map(event => (event.type === 'trade' ? { ...event, price: 1 } : event))),
  },
  'is silent after a reconnect': {
    law: 'delivery',
    tamper: channels(market => {
      let isSilent = false
      market.connection$.subscribe(({ type }) => (isSilent ||= type === 'reconnecting'))
      return filter(() => !isSilent)
    }),
  },
  'tells of a bad frame twice': {
    law: 'delivery',
    tamper: beside(market => ({ errors$: market.errors$.pipe(concatMap(error => of(error, error))) })),
  },
  'says nothing of a bad frame': { law: 'delivery', tamper: beside(() => ({ errors$: NEVER })) },
  'leaves an event out of events$': {
    law: 'delivery',
    tamper: beside(market => ({ events$: market.events$.pipe(filter((_, index) => index !== 50)) })),
  },
  'ends a stream that had a bad frame': {
    law: 'endings',
    tamper: channels(
      market => source$ => merge(source$, market.errors$.pipe(mergeMap(error => throwError(() => error)))),
    ),
  },
  'ends a stream without a word': { law: 'endings', tamper: channels(() => take(20)) },
  'tells everybody of one refusal': {
    law: 'endings',
    tamper: channels(
      market => source$ =>
        merge(
          source$,
          market.errors$.pipe(
            filter(({ code }) => code === 'SUBSCRIBE_REJECTED'),
            mergeMap(error => throwError(() => error)),
          ),
        ),
    ),
  },
  'keeps a failure to itself': {
    law: 'endings',
    tamper: channels(() =>
      catchError((error: unknown) =>
        isMarketError(error, 'RECONNECT_FAILED') ? NEVER : throwError(() => error),
      ),
    ),
  },
  'does not say that it was closed': {
    law: 'statuses',
    tamper: beside(market => ({
      connection$: market.connection$.pipe(filter(({ type }) => type !== 'closed')),
    })),
  },
  'says that it is live too early': {
    law: 'statuses',
    tamper: beside(market => ({
      connection$: market.connection$.pipe(
        map(status =>
          status.type === 'subscribing' ? { ...status, type: 'live', streams: status.pending } : status,
        ),
      ),
    })),
  },
  'does not say how it is to who asks later': {
    law: 'statuses',
    tamper: beside(market => {
      const connection$ = new Subject<ConnectionStatus>()
      market.connection$.subscribe(connection$)
      return { connection$ }
    }),
  },
  'says where it is a moment late': {
    law: 'statuses',
    tamper: beside((market, { scheduler }) => ({
      connection$: market.connection$.pipe(delay(1, scheduler)),
    })),
  },
  'counts its attempts wrong': {
    law: 'patience',
    tamper: beside(market => ({
      connection$: market.connection$.pipe(
        map(status => (status.type === 'reconnecting' ? { ...status, attempt: 1 } : status)),
      ),
    })),
  },
  'waits as long as it likes': {
    law: 'patience',
    tamper: beside(market => ({
      connection$: market.connection$.pipe(
        map(status => (status.type === 'reconnecting' ? { ...status, delay: status.delay + 5_000 } : status)),
      ),
    })),
  },
  'keeps a refusal to itself': {
    law: 'complaints',
    tamper: beside(market => ({
      errors$: market.errors$.pipe(filter(({ code }) => code !== 'SUBSCRIBE_REJECTED')),
    })),
  },
  'never ends the lives of its connections': {
    law: 'statuses',
    tamper: beside(market => ({ connection$: merge(market.connection$, NEVER) })),
  },
  'keeps streams that everybody has left': {
    law: 'delivery',
    tamper: channels(
      () => source$ => new Observable(subscriber => void source$.subscribe(event => subscriber.next(event))),
    ),
  },
  'subscribes what nobody asked for': {
    law: 'commands',
    tamper: channels(market =>
      tap({ subscribe: () => market.trade$('UNLISTEDUSDT').subscribe({ error: () => undefined }) }),
    ),
  },
  'subscribes nothing': { law: 'subscriptions', tamper: channels(() => () => NEVER) },
  'sends more than it may': {
    law: 'limits',
    tamper: channels((_, { exchange }) =>
      tap({
        subscribe: () => {
          const socket = exchange.connect('/ws?socket=0')
          socket.onopen = () => {
            for (let id = 1; id <= 6; id++) socket.send(JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id }))
            socket.close()
          }
        },
      }),
    ),
  },
  'leaves a timer': {
    law: 'leftovers',
    tamper: channels((_, { scheduler }) =>
      tap({ subscribe: () => scheduler.schedule(() => undefined, 1e9) }),
    ),
  },
  'leaves a connection': {
    law: 'subscriptions',
    tamper: channels((_, { exchange }) => tap({ subscribe: () => exchange.connect('/ws') })),
  },
  'never finishes to close': {
    law: 'leftovers',
    tamper: beside(market => ({
      close: () => {
        void market.close()
        return new Promise(() => undefined)
      },
    })),
  },
  'throws in the middle of something': {
    law: 'no surprises',
    tamper: beside((market, { scheduler }) => {
      scheduler.schedule(() => {
        throw new TypeError('Cannot read properties of undefined')
      }, 100_000)
      return market
    }),
  },
}
