/** Assigns streams to connections: fills the open ones, and opens another when all are full. */
import { StreamLimitError } from '../model/errors/channel-errors.js'

/** A connection as the pool needs it. */
export interface PoolMember {
  readonly streamCount: number
  has(stream: string): boolean
}

export interface PoolConfig<L extends PoolMember> {
  readonly maxConnections: number
  readonly streamsPerConnection: number
  /** Creates connection `id`, counted from 0. */
  readonly create: (id: number) => L
}

export class Pool<L extends PoolMember> {
  readonly #config: PoolConfig<L>
  readonly #connections = new Map<number, L>()

  constructor(config: PoolConfig<L>) {
    this.#config = config
  }

  /** Every connection created so far. */
  get connections(): readonly L[] {
    return [...this.#connections.values()]
  }

  /**
   * Returns the connection for `stream`: the pinned one, the one that has it, or the least loaded
   * open one. May throw {@link StreamLimitError}.
   */
  assign(stream: string, pinnedTo: number | undefined): L {
    const { maxConnections, streamsPerConnection } = this.#config
    const hasFreeSlot = (connection: L): boolean =>
      connection.streamCount < streamsPerConnection || connection.has(stream)
    if (pinnedTo !== undefined) {
      const connection = this.#connection(pinnedTo)
      if (!hasFreeSlot(connection)) throw new StreamLimitError(streamsPerConnection, 1)
      return connection
    }
    const open = this.connections.filter(connection => connection.streamCount > 0 && hasFreeSlot(connection))
    const [first, ...others] = open
    const carrying = open.find(connection => connection.has(stream))
    if (carrying !== undefined) return carrying
    if (first !== undefined)
      return others.reduce(
        (least, connection) => (connection.streamCount < least.streamCount ? connection : least),
        first,
      )
    for (let id = 0; id < maxConnections; id++) {
      const connection = this.#connection(id)
      if (connection.streamCount === 0) return connection
    }
    throw new StreamLimitError(streamsPerConnection, maxConnections)
  }

  /** The id of the connection that has `stream`. */
  find(stream: string, pinnedTo: number | undefined): number | undefined {
    if (pinnedTo !== undefined) return pinnedTo
    for (const [id, connection] of this.#connections) if (connection.has(stream)) return id
    return undefined
  }

  #connection(id: number): L {
    let connection = this.#connections.get(id)
    if (connection === undefined) this.#connections.set(id, (connection = this.#config.create(id)))
    return connection
  }
}
