/** An exchange on a port, and clients of `ws`, for specs of the wire. */
import { once } from 'node:events'
import { type ClientOptions, WebSocket } from 'ws'
import { createExchange, type Exchange, type ExchangeOptions } from '../../../src/simulator/index.js'

export function createHarness() {
  const started: { exchange: Exchange; sockets: WebSocket[] }[] = []
  return {
    start: async (options: ExchangeOptions = {}, listening = {}) => {
      const exchange = createExchange({ symbols: ['BTCUSDT'], ...options })
      const sockets: WebSocket[] = []
      started.push({ exchange, sockets })
      const address = await exchange.listen(0, listening)
      const connect = (path: string, options: ClientOptions = {}) => {
        const socket = new WebSocket(address.url + path, options)
        sockets.push(socket)
        socket.on('error', () => undefined)
        return socket
      }
      return { exchange, connect, ...address }
    },
    /** Closes everything that was started. */
    close: async () => {
      for (const { exchange, sockets } of started.splice(0)) {
        sockets.forEach(socket => socket.terminate())
        await exchange.close()
      }
    },
  }
}

export async function nextMessage(socket: WebSocket): Promise<string> {
  return String((await once(socket, 'message'))[0])
}

export async function closeOf(socket: WebSocket): Promise<[number, string]> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
  return [code, reason.toString()]
}
