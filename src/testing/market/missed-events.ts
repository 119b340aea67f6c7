/** The events that a drawn drop has cost a channel: those drawn while the connection was down. */
import type { MarketEvent } from '../../model/event.js'
import type { Gap } from '../../model/gap.js'

/** The ids of an event, and the number of elements of its kind in it. */
interface Contents {
  readonly first?: number
  readonly last?: number
  /** `undefined` for states, which cannot be counted. */
  readonly count?: number
}

function contentsOf(event: MarketEvent): Contents {
  switch (event.type) {
    case 'trade':
    case 'blockTrade':
      return { first: event.tradeId, last: event.tradeId, count: 1 }
    case 'aggTrade':
      return { first: event.aggregateTradeId, last: event.aggregateTradeId, count: 1 }
    case 'depthDiff': {
      const { firstUpdateId, lastUpdateId } = event
      return { first: firstUpdateId, last: lastUpdateId, count: lastUpdateId - firstUpdateId + 1 }
    }
    case 'kline':
      return { first: event.openTime, last: event.openTime, count: event.isClosed ? 1 : 0 }
    case 'bookTicker':
      return { first: event.updateId, last: event.updateId }
    case 'depth':
      return { first: event.lastUpdateId, last: event.lastUpdateId }
    default:
      return {}
  }
}

/** The fields of a gap without its number and its channel, which the feed adds. */
export type FoundGap = Omit<Gap, 'id' | 'channel'>

export class MissedEvents {
  #previous: MarketEvent | undefined
  #events: MarketEvent[] = []

  /** An event was drawn while the connection was down. */
  add(event: MarketEvent): void {
    if (this.#previous !== undefined) this.#events.push(event)
  }

  /**
   * The gap before `event`, which is about to be delivered; `undefined` where nothing is missing.
   */
  gapBefore(event: MarketEvent): FoundGap | undefined {
    const previous = this.#previous
    const missed = this.#events
    this.#previous = event
    this.#events = []
    if (previous === undefined || missed.length === 0) return undefined
    const counts = missed.map(each => contentsOf(each).count)
    const missing = counts.reduce((sum = NaN, count = NaN) => sum + count, 0)
    if (missing === 0) return undefined
    const [after, before] = [contentsOf(previous).last, contentsOf(event).first]
    return {
      type: 'gap',
      ...(after !== undefined && { after }),
      ...(before !== undefined && { before }),
      ...(missing !== undefined && !Number.isNaN(missing) && { missing }),
      since: previous.receivedAt,
      until: event.receivedAt,
      cause: 'disconnect',
      state: 'open',
    }
  }
}
