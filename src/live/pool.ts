/** Which connection carries a stream: streams fill the open connections, and another opens when all are full. */
import { StreamLimitError } from '../model/errors.js'

/** What the pool must know of a connection. */
export interface Carrying {
  /** How many streams it carries. */
  readonly load: number
  has(stream: string): boolean
}

export interface PoolConfig<L extends Carrying> {
  readonly maxConnections: number
  readonly streamsPerConnection: number
  /** Makes connection number `id`, counted from 0. */
  readonly create: (id: number) => L
}

export class Pool<L extends Carrying> {
  readonly #config: PoolConfig<L>
  readonly #links = new Map<number, L>()

  constructor(config: PoolConfig<L>) {
    this.#config = config
  }

  /** Every connection that was ever needed. */
  get links(): readonly L[] {
    return [...this.#links.values()]
  }

  /** The connection for `stream`: the one it is pinned to, the one that has it, or the least loaded that is open. May throw {@link StreamLimitError}. */
  place(stream: string, pinnedTo: number | undefined): L {
    const { maxConnections, streamsPerConnection } = this.#config
    const hasRoom = (link: L): boolean => link.load < streamsPerConnection || link.has(stream)
    if (pinnedTo !== undefined) {
      const link = this.#link(pinnedTo)
      if (!hasRoom(link)) throw new StreamLimitError(streamsPerConnection, 1)
      return link
    }
    const open = this.links.filter(link => link.load > 0 && hasRoom(link))
    const [first, ...others] = open
    const carrying = open.find(link => link.has(stream))
    if (carrying !== undefined) return carrying
    if (first !== undefined)
      return others.reduce((least, link) => (link.load < least.load ? link : least), first)
    for (let id = 0; id < maxConnections; id++) {
      const link = this.#link(id)
      if (link.load === 0) return link
    }
    throw new StreamLimitError(streamsPerConnection, maxConnections)
  }

  #link(id: number): L {
    let link = this.#links.get(id)
    if (link === undefined) this.#links.set(id, (link = this.#config.create(id)))
    return link
  }
}
