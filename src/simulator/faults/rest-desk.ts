/** What becomes of REST answers while faults are in force, and who counts them. */
import { Subject } from 'rxjs'
import type { Depth } from '../engine/order-book.js'
import type { RestResponse } from '../rest/response.js'
import { Occasions } from './occasions.js'

export class RestDesk {
  readonly changes = new Occasions<{
    readonly matches: (route: string) => boolean
    readonly change: (answer: () => RestResponse) => RestResponse
  }>()
  /** Books that `depth` answers from in place of the market's own, by symbol. */
  readonly snapshots = new Occasions<ReadonlyMap<string, Depth>>()
  /** The route of a request that has been answered. */
  readonly requested$ = new Subject<string>()

  /** The answer as the faults will have it. */
  pass(route: string, answer: () => RestResponse): RestResponse {
    const change = this.changes.take(each => (each.matches(route) ? each.change : undefined))
    const response = change === undefined ? answer() : change(answer)
    this.requested$.next(route)
    return response
  }

  /** An old book of this symbol, where there must be one. */
  snapshot(symbol: string): Depth | undefined {
    return this.snapshots.take(books => books.get(symbol))
  }
}
