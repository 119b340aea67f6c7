/**
 * One of the sessions that carry every stream of a connection: replaced before its end, and opened
 * again when it is lost.
 */
import type { Observable } from 'rxjs'
import { reconnect$, type ReconnectConfig } from '../reconnect.js'
import { RotatingSession, type RotationConfig } from '../rotation/rotating-session.js'

export type MirrorConfig<N> = Omit<ReconnectConfig, 'nextUrl' | 'createSession'> & RotationConfig<N>

/** As {@link reconnect$}. */
export function mirror$<N>(config: MirrorConfig<N>): Observable<never> {
  let hasFailed = false
  return reconnect$({
    ...config,
    nextUrl: () => {
      const url = config.nextUrl(hasFailed)
      hasFailed = true
      return url
    },
    createSession: url => new RotatingSession<N>(config, url),
  })
}
