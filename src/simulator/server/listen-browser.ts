/** A browser cannot listen on ports; `exchange.connect()` opens connections there. */
import { ListenError, type ListenOptions, type Server, type ServerContext } from './server.js'

export function startServer(
  _port: number,
  _options: ListenOptions,
  _context: ServerContext,
): Promise<Server> {
  return Promise.reject(new ListenError('A browser cannot listen on a port: use exchange.connect() instead'))
}
