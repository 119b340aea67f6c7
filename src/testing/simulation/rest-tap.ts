/**
 * The requests of a market to an embedded exchange, observed at the client's end: every step in
 * order.
 */
import { Observable, Subject } from 'rxjs'
import type { VirtualScheduler } from '../../clock/virtual-scheduler.js'
import type { HttpRequest, HttpResponse } from '../../options.js'
import type { Exchange } from '../../simulator/index.js'

interface Step<T extends string> {
  readonly type: T
  /** Which request, counted from 1. */
  readonly request: number
  /** Epoch milliseconds, on the exchange's clock. */
  readonly at: number
}

/**
 * A step of a REST request. Each is emitted just before the exchange, or the client, processes it.
 */
export type RestStep =
  /** The client sends a request. */
  | (Step<'request'> & { readonly url: string })
  /** Its response arrives at the client. */
  | (Step<'response'> & { readonly response: HttpResponse })
  /** The client unsubscribes before the response. */
  | Step<'cancel'>

export class RestTap {
  readonly #steps$ = new Subject<RestStep>()
  readonly steps$: Observable<RestStep> = this.#steps$.asObservable()
  readonly #exchange: Exchange
  readonly #scheduler: VirtualScheduler
  #requests = 0

  constructor(exchange: Exchange, scheduler: VirtualScheduler) {
    this.#exchange = exchange
    this.#scheduler = scheduler
  }

  /** As `exchange.request$`; what arrives while the client is stalled stays in its socket. */
  readonly request$ = (url: string, options: Parameters<HttpRequest>[1]): Observable<HttpResponse> =>
    new Observable(subscriber => {
      const request = ++this.#requests
      let isAnswered = false
      this.#steps$.next({ type: 'request', request, at: this.#now(), url })
      subscriber.add(() => {
        if (!isAnswered) this.#steps$.next({ type: 'cancel', request, at: this.#now() })
      })
      subscriber.add(
        this.#exchange.request$(url, options).subscribe(response =>
          this.#scheduler.receive(() => {
            if (subscriber.closed) return
            isAnswered = true
            this.#steps$.next({ type: 'response', request, at: this.#now(), response })
            subscriber.next(response)
            subscriber.complete()
          }),
        ),
      )
    })

  #now(): number {
    return this.#scheduler.peer.now()
  }
}
