/** Merges the events of all channels. A rejected channel becomes a value; the others continue. */
import { isMarketError, type Market, type MarketError } from 'rxmarket'
import { catchError, defer, merge, NEVER, type Observable, of, throwError } from 'rxjs'
import { type SymbolChannel, type SymbolEvent } from '../state/channels.js'

export interface ChannelRejection {
  readonly type: 'rejection'
  readonly channel: SymbolChannel
  readonly error: MarketError
}

/**
 * Subscribes each channel separately. Errors when every channel was rejected. Never completes:
 * the statistics of each second go on after the market's end.
 */
export const channelEvents$ = (
  market: Market,
  channels: readonly SymbolChannel[],
): Observable<SymbolEvent | ChannelRejection> =>
  defer(() => {
    let openChannels = channels.length
    return merge(
      NEVER,
      ...channels.map(channel =>
        market.channel$(channel).pipe(
          catchError((error: unknown) => {
            openChannels -= 1
            if (!isMarketError(error) || openChannels === 0) return throwError(() => error)
            return of<ChannelRejection>({ type: 'rejection', channel, error })
          }),
        ),
      ),
    )
  })
