/** Once faults have ended and all has settled, the exchange's subscriptions are the wanted ones: each once, on its connection, none else. */
import type { Exchange } from '../../src/simulator/index.js'
import type { Broken, Law } from '../law.js'
import type { Scene } from '../scene.js'

export class Subscriptions implements Law {
  readonly name = 'subscriptions'

  constructor(
    private readonly scene: Scene,
    private readonly exchange: Exchange,
    private readonly broken: Broken,
  ) {}

  calm(): void {
    const { scene, exchange, broken } = this
    const carried = new Set<string>()
    for (const { path, subscriptions, halfOpen } of exchange.connections) {
      if (halfOpen) broken(`the exchange still holds ${path}, a dead link`)
      const socket = scene.sockets.get(Number(/\bsocket=(\d+)/.exec(path)?.[1]))
      if (socket === undefined) this.broken(`the exchange holds ${path}, which the client knows nothing of`)
      const wanted = scene.wantedOn(socket.connection)
      for (const stream of subscriptions) {
        carried.add(stream)
        if (!wanted.delete(stream) && !scene.isUnplaced(stream)) {
          broken(`the exchange sends ${stream} on connection ${socket.connection}, and nobody wants it there`)
        }
      }
      for (const stream of wanted) {
        broken(`the exchange does not send ${stream} on connection ${socket.connection}, where it is wanted`)
      }
    }
    for (const stream of scene.wanted) {
      if (!carried.has(stream)) broken(`the exchange does not send ${stream}, and it is wanted`)
    }
  }
}
