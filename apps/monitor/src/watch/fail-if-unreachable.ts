/** Fails early when the first connection cannot be opened. A later outage is waited out. */
import { isMarketError, type ConnectionStatus } from 'rxmarket'
import { map, type MonoTypeOperatorFunction, type Observable, scan } from 'rxjs'
import { describeCause } from '../state/cause.js'
import { CliError } from '../cli-error.js'

/** Reconnect attempts before the first connection is considered unreachable. */
const MAX_ATTEMPTS = 2

interface ConnectionProgress {
  readonly url: string
  readonly wasOpen: boolean
  readonly status: ConnectionStatus
}

/** Errors with a {@link CliError} that names the address, the cause and what to check. */
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
        { url: '', wasOpen: false } as ConnectionProgress,
      ),
      map(seen => {
        const { status, url, wasOpen } = seen
        if (!wasOpen && status.type === 'reconnecting' && isFinal(status.attempt, status.cause)) {
          throw new CliError(
            `cannot reach ${withoutQuery(url)}: ${describeCause(status.cause)}; check the address and the network`,
          )
        }
        return status
      }),
    )

/** A timeout will not improve by retrying; a connection refused may, once the server is up. */
const isFinal = (attempt: number, cause: Error): boolean =>
  attempt > MAX_ATTEMPTS || isMarketError(cause, 'CONNECT_TIMEOUT')

const withoutQuery = (url: string): string => url.split('?')[0] ?? url
