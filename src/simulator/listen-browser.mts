/** A browser has no ports to listen on: `exchange.connect()` is the way in there. */
import { ListenError, type ListenOptions, type Server, type ServerContext } from './server.js'

export function startServer(
  _port: number,
  _options: ListenOptions,
  _context: ServerContext,
): Promise<Server> {
  return Promise.reject(new ListenError('A browser cannot listen on a port: use exchange.connect() instead'))
}
