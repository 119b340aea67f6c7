/** Clients with one defect each, which the checker must detect. */
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
import type { Mutation } from '../../soak/run/run-scenario.js'
import { type ConnectionStatus, isMarketError, type Market, type MarketEvent } from '../../src/index.js'
import type { Simulation } from '../../src/testing/index.js'

/** A defect, and the invariant that it violates. */
export interface ClientDefect {
  readonly invariant: string
  readonly mutation: Mutation
}

type Event = MarketEvent<unknown>
type Change = MonoTypeOperatorFunction<Event>

/** A defect in the events of a channel's subscriber; one instance per subscriber. */
export const channels =
  (make: (market: Market<unknown>, simulation: Simulation) => Change): Mutation =>
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

/** A defect of other members of the market. */
export const members =
  (make: (market: Market<unknown>, simulation: Simulation) => Partial<Market<unknown>>): Mutation =>
  (market, simulation) => ({ ...market, ...make(market, simulation) })

/** Swaps two of every ten events. */
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

export const clientDefects: Readonly<Record<string, ClientDefect>> = {
  'loses an event': {
    invariant: 'delivery',
    mutation: channels(() => filter((_, index) => index % 10 !== 9)),
  },
  'delivers an event twice': {
    invariant: 'delivery',
    mutation: channels(() => concatMap((event, index) => (index % 10 === 9 ? of(event, event) : of(event)))),
  },
  'swaps two events': { invariant: 'delivery', mutation: channels(() => swapped$) },
  'delivers late': { invariant: 'delivery', mutation: channels((_, { scheduler }) => delay(1, scheduler)) },
  'changes a price': {
    invariant: 'delivery',
    mutation: channels(() => map(event => (event.type === 'trade' ? { ...event, price: 1 } : event))),
  },
  'is silent after a reconnect': {
    invariant: 'delivery',
    mutation: channels(market => {
      let isSilent = false
      market.connection$.subscribe(({ type }) => (isSilent ||= type === 'reconnecting'))
      return filter(() => !isSilent)
    }),
  },
  'reports a malformed frame twice': {
    invariant: 'delivery',
    mutation: members(market => ({ errors$: market.errors$.pipe(concatMap(error => of(error, error))) })),
  },
  'does not report a malformed frame': {
    invariant: 'delivery',
    mutation: members(() => ({ errors$: NEVER })),
  },
  'omits an event from events$': {
    invariant: 'delivery',
    mutation: members(market => ({ events$: market.events$.pipe(filter((_, index) => index !== 50)) })),
  },
  'terminates a stream after a malformed frame': {
    invariant: 'terminations',
    mutation: channels(
      market => source$ => merge(source$, market.errors$.pipe(mergeMap(error => throwError(() => error)))),
    ),
  },
  'completes a stream without a reason': { invariant: 'terminations', mutation: channels(() => take(20)) },
  'terminates every subscriber on one rejection': {
    invariant: 'terminations',
    mutation: channels(
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
  'hides a failure from its subscribers': {
    invariant: 'terminations',
    mutation: channels(() =>
      catchError((error: unknown) =>
        isMarketError(error, 'RECONNECT_FAILED') ? NEVER : throwError(() => error),
      ),
    ),
  },
  'does not emit closed': {
    invariant: 'statuses',
    mutation: members(market => ({
      connection$: market.connection$.pipe(filter(({ type }) => type !== 'closed')),
    })),
  },
  'is live too early': {
    invariant: 'statuses',
    mutation: members(market => ({
      connection$: market.connection$.pipe(
        map(status =>
          status.type === 'subscribing' ? { ...status, type: 'live', streams: status.pending } : status,
        ),
      ),
    })),
  },
  'does not replay statuses': {
    invariant: 'statuses',
    mutation: members(market => {
      const connection$ = new Subject<ConnectionStatus>()
      market.connection$.subscribe(connection$)
      return { connection$ }
    }),
  },
  'emits statuses late': {
    invariant: 'statuses',
    mutation: members((market, { scheduler }) => ({
      connection$: market.connection$.pipe(delay(1, scheduler)),
    })),
  },
  'miscounts its attempts': {
    invariant: 'reconnection',
    mutation: members(market => ({
      connection$: market.connection$.pipe(
        map(status => (status.type === 'reconnecting' ? { ...status, attempt: 1 } : status)),
      ),
    })),
  },
  'waits longer than its delay': {
    invariant: 'reconnection',
    mutation: members(market => ({
      connection$: market.connection$.pipe(
        map(status => (status.type === 'reconnecting' ? { ...status, delay: status.delay + 5_000 } : status)),
      ),
    })),
  },
  'does not report a rejection': {
    invariant: 'reported errors',
    mutation: members(market => ({
      errors$: market.errors$.pipe(filter(({ code }) => code !== 'SUBSCRIBE_REJECTED')),
    })),
  },
  'never completes connection$': {
    invariant: 'statuses',
    mutation: members(market => ({ connection$: merge(market.connection$, NEVER) })),
  },
  'keeps streams without subscribers': {
    invariant: 'delivery',
    mutation: channels(
      () => source$ => new Observable(subscriber => void source$.subscribe(event => subscriber.next(event))),
    ),
  },
  'subscribes to an unwanted stream': {
    invariant: 'commands',
    mutation: channels(market =>
      tap({ subscribe: () => market.avgPrice$('ETHUSDT').subscribe({ error: () => undefined }) }),
    ),
  },
  'subscribes to nothing': { invariant: 'subscriptions', mutation: channels(() => () => NEVER) },
  'exceeds the message limit': {
    invariant: 'limits',
    mutation: channels((_, { exchange }) =>
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
  'leaks a timer': {
    invariant: 'leaks',
    mutation: channels((_, { scheduler }) =>
      tap({ subscribe: () => scheduler.schedule(() => undefined, 1e9) }),
    ),
  },
  'leaks a connection': {
    invariant: 'subscriptions',
    mutation: channels((_, { exchange }) => tap({ subscribe: () => exchange.connect('/ws') })),
  },
  'never resolves close()': {
    invariant: 'leaks',
    mutation: members(market => ({
      close: () => {
        void market.close()
        return new Promise(() => undefined)
      },
    })),
  },
  'throws from a timer': {
    invariant: 'unexpected errors',
    mutation: members((market, { scheduler }) => {
      scheduler.schedule(() => {
        throw new TypeError('Cannot read properties of undefined')
      }, 100_000)
      return market
    }),
  },
}
