/** Active faults of REST responses; counts requests for triggers. */
import { Subject, type Subscription } from 'rxjs'
import type { Depth } from '../../engine/order-book.js'
import type { RestResponse } from '../../rest/response.js'
import { LimitedUses } from './limited-uses.js'
import { matchPattern } from './target.js'

/** Makes the response of a fault; `respond` makes the right one. */
export type ChangeResponse = (respond: () => RestResponse) => RestResponse

export class RestFaults {
  readonly #changes = new LimitedUses<{
    readonly matches: (route: string) => boolean
    readonly change: ChangeResponse
  }>()
  /** Stale books, by symbol. */
  readonly #snapshots = new LimitedUses<ReadonlyMap<string, Depth>>()
  readonly #requested$ = new Subject<string>()
  /** The route of each request, after its response. Hot. */
  readonly requested$ = this.#requested$.asObservable()

  /** Changes the responses of the routes that match a pattern. */
  change(pattern: string, change: ChangeResponse, uses: number): Subscription {
    return this.#changes.add({ matches: matchPattern(pattern), change }, uses)
  }

  /** Serves `depth` from these books. */
  serveSnapshots(books: ReadonlyMap<string, Depth>, uses: number | undefined): Subscription {
    return this.#snapshots.add(books, uses)
  }

  respond(route: string, respond: () => RestResponse): RestResponse {
    const change = this.#changes.take(each => (each.matches(route) ? each.change : undefined))
    const response = change === undefined ? respond() : change(respond)
    this.#requested$.next(route)
    return response
  }

  /** The stale book of a symbol, where a fault serves one. */
  snapshot(symbol: string): Depth | undefined {
    return this.#snapshots.take(books => books.get(symbol))
  }
}
