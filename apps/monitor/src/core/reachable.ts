/** A link that never opened is given up soon, with a reason; one that once was live is waited for without end. */
import { isMarketError, type ConnectionStatus } from 'rxmarket'
import { map, type MonoTypeOperatorFunction, type Observable, scan } from 'rxjs'
import { causeOf } from './cause.js'
import { Failure } from './failure.js'

/** Attempts to reconnect that a first connection gets. */
const ATTEMPTS = 2

interface Seen {
  readonly url: string
  readonly wasOpen: boolean
  readonly status: ConnectionStatus
}

/** Errors with a {@link Failure} that says where, why and what to do when the first connection does not come about. */
export const failIfUnreachable =
  (): MonoTypeOperatorFunction<ConnectionStatus> =>
  (source: Observable<ConnectionStatus>): Observable<ConnectionStatus> =>
    source.pipe(
      scan(
        ({ url, wasOpen }, status) => ({
          url: status.type === 'connecting' ? status.url : url,
          wasOpen: wasOpen || status.type === 'open',
          status,
        }),
        { url: '', wasOpen: false } as Seen,
      ),
      map(seen => {
        const { status, url, wasOpen } = seen
        if (!wasOpen && status.type === 'reconnecting' && isHopeless(status.attempt, status.cause)) {
          throw new Failure(
            `cannot reach ${withoutQuery(url)}: ${causeOf(status.cause)}; check the address and the network`,
          )
        }
        return status
      }),
    )

/** A connection that takes too long will not come sooner; one that is refused may be had when the server is up. */
const isHopeless = (attempt: number, cause: Error): boolean =>
  attempt > ATTEMPTS || isMarketError(cause, 'CONNECT_TIMEOUT')

const withoutQuery = (url: string): string => url.split('?')[0] ?? url
