/** Rejects symbols that the exchange does not list. */
import {
  catchError,
  defer,
  EMPTY,
  map,
  mergeMap,
  Observable,
  of,
  ReplaySubject,
  type SchedulerLike,
  type Subscription,
} from 'rxjs'
import { monotonicNow } from '../clock/monotonic.js'
import type { Channel } from '../model/channel.js'
import { InvalidChannelError } from '../model/errors/channel-errors.js'
import type { MarketError } from '../validation/market-error.js'
import { nearestName } from '../validation/nearest-name.js'
import type { RestClient } from './rest-client.js'

/** A symbol that is missing in a list older than this, milliseconds, may have been listed since. */
const MAX_AGE = 3_600_000
/** Names that an error suggests. */
const MAX_SUGGESTIONS = 3

interface Listed {
  readonly symbols: ReadonlySet<string>
  readonly fetchedAt: number
}

interface SymbolCheckConfig {
  readonly client: RestClient<unknown>
  readonly scheduler: SchedulerLike
  readonly fail$: (error: unknown) => Observable<never>
  readonly onError: (error: MarketError) => void
}

/**
 * Returns what precedes a channel: it completes when the symbol is listed, and errors with
 * `INVALID_CHANNEL` when it is not. The list is requested once. A failed request is reported and no
 * symbol is rejected.
 */
export function symbolCheck(config: SymbolCheckConfig): (channel: Channel) => Observable<never> {
  const { client, scheduler, fail$, onError } = config
  let listed$: Observable<Listed | undefined> | undefined

  const ask$ = (): Observable<Listed | undefined> =>
    client.query$({ kind: 'instruments' }, { maxAttempts: 1 }).pipe(
      map(list => ({
        symbols: new Set(list.map(({ symbol }) => symbol)),
        fetchedAt: monotonicNow(scheduler),
      })),
      catchError((error: unknown) => {
        // Streams do not depend on REST: the next subscriber asks again.
        listed$ = undefined
        onError(error as MarketError)
        return of(undefined)
      }),
    )

  /**
   * One request for all who ask meanwhile, and its answer for those who ask later. The operator
   * `share` would do it, and nothing else needs it: its code is left out of browser bundles.
   */
  const share$ = (): Observable<Listed | undefined> => {
    const answer$ = new ReplaySubject<Listed | undefined>(1)
    let subscribers = 0
    let request: Subscription | undefined
    return new Observable(subscriber => {
      subscribers++
      subscriber.add(answer$.subscribe(subscriber))
      request ??= ask$().subscribe(answer$)
      return () => {
        if (--subscribers > 0 || request?.closed !== false) return
        request.unsubscribe()
        request = undefined
      }
    })
  }

  const check$ = (channel: Channel, symbol: string): Observable<never> =>
    defer(() => (listed$ ??= share$())).pipe(
      mergeMap(listed => {
        if (listed?.symbols.has(symbol) !== false) return EMPTY
        if (monotonicNow(scheduler) - listed.fetchedAt > MAX_AGE) {
          listed$ = undefined
          return check$(channel, symbol)
        }
        return fail$(new InvalidChannelError(channel.kind, unlisted(symbol, [...listed.symbols])))
      }),
    )

  return channel => ('symbol' in channel ? check$(channel, channel.symbol) : EMPTY)
}

function unlisted(symbol: string, listed: readonly string[]): string {
  const names: string[] = []
  while (names.length < MAX_SUGGESTIONS) {
    const nearest = nearestName(
      symbol,
      listed.filter(name => !names.includes(name)),
    )
    if (nearest === undefined) break
    names.push(nearest)
  }
  const advice = names.length === 0 ? '' : `; did you mean ${names.join(' or ')}?`
  return `the exchange does not list ${symbol}${advice}`
}
