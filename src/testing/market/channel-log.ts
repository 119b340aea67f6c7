/** A log of the channels that an exchange would have been asked for. */

/** One channel from its SUBSCRIBE to its UNSUBSCRIBE. */
export interface ChannelSubscription {
  /** Such as `kline BTCUSDT 1m`. */
  readonly channel: string
  /** Virtual milliseconds. */
  readonly subscribedFrame: number
  /** Virtual milliseconds; `Infinity` while it lasts. */
  readonly unsubscribedFrame: number
}

export class ChannelLog {
  readonly #entries: ChannelSubscription[] = []

  /** In the order of their SUBSCRIBEs. Grows as time goes on. */
  get entries(): readonly ChannelSubscription[] {
    return this.#entries
  }

  /** Leaving and joining in one frame sends nothing: the subscription goes on. */
  join(channel: string, frame: number): void {
    const index = this.#last(channel)
    const last = this.#entries[index]
    if (last?.unsubscribedFrame === frame) this.#entries[index] = { ...last, unsubscribedFrame: Infinity }
    else this.#entries.push({ channel, subscribedFrame: frame, unsubscribedFrame: Infinity })
  }

  /** Joining and leaving in one frame sends nothing, unless an event was delivered. */
  leave(channel: string, frame: number, hadEvents: boolean): void {
    const index = this.#last(channel)
    const last = this.#entries[index]
    if (last === undefined) return
    if (last.subscribedFrame === frame && !hadEvents) this.#entries.splice(index, 1)
    else this.#entries[index] = { ...last, unsubscribedFrame: frame }
  }

  #last(channel: string): number {
    return this.#entries.map(entry => entry.channel).lastIndexOf(channel)
  }
}
