/** A browser has no ports to listen on: `exchange.connect()` is the way in there. */
import type { Address, ListenOptions, Server } from './listen.js'

export type { Address, ListenOptions, Server, ServerContext } from './listen.js'

/** Never thrown in a browser; here so that both builds export the same. */
export class ListenError extends Error {
  readonly code = 'LISTEN_FAILED'
}

export function startServer(
  _port: number,
  _options: ListenOptions,
  _context: unknown,
): Promise<Server & Address> {
  return Promise.reject(new ListenError('A browser cannot listen on a port: use exchange.connect() instead'))
}
