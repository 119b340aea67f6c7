/** Failures that end many shared channels, one after another. */
import { catchError, defer, type Observable, throwError } from 'rxjs'

export class Failures {
  #latest: unknown

  /** Notes an error before the subscribers of a shared channel receive it. */
  note(error: unknown): void {
    this.#latest = error
  }

  /**
   * A shared channel, for a subscriber that may subscribe again in its error handler: the channel
   * may be about to end with the very error that it is handling. Then it is subscribed anew.
   */
  unlessHandled$<T>(shared$: Observable<T>): Observable<T> {
    return defer(() => {
      const handled = this.#latest
      return shared$.pipe(
        catchError((error: unknown) =>
          error === handled && handled !== undefined ? shared$ : throwError(() => error),
        ),
      )
    })
  }
}
