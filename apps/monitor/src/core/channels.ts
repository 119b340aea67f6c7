/** Channels: what all of them bring as one stream. The refusal of one is told in it, and the others go on. */
import { isMarketError, type Market, type MarketError } from 'rxmarket'
import { catchError, defer, merge, NEVER, type Observable, of, throwError } from 'rxjs'
import { type SymbolChannel, type SymbolEvent } from './plan.js'

export interface Refusal {
  readonly type: 'refusal'
  readonly channel: SymbolChannel
  readonly error: MarketError
}

/** Subscribes each channel by itself. Errors when every channel was refused; never completes, as seconds pass after a market's end too. */
export const channels$ = (
  market: Market,
  channels: readonly SymbolChannel[],
): Observable<SymbolEvent | Refusal> =>
  defer(() => {
    let living = channels.length
    return merge(
      NEVER,
      ...channels.map(channel =>
        market.channel$(channel).pipe(
          catchError((error: unknown) => {
            living -= 1
            if (!isMarketError(error) || living === 0) return throwError(() => error)
            return of<Refusal>({ type: 'refusal', channel, error })
          }),
        ),
      ),
    )
  })
