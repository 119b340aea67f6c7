/**
 * Shares the source of each channel: the first subscriber subscribes it, the last one unsubscribes
 * it.
 */
import { defer, type Observable, Subject, takeUntil } from 'rxjs'
import type { Channel } from '../model/channel.js'
import type { EventOf, MarketEvent } from '../model/event.js'
import { type Gap, isGap } from '../model/gap.js'
import { FanOut } from './fan-out.js'
import { type SharedStream, SharedStreams } from './shared-streams.js'

/** Returns the events of one channel as its source emits them, with gaps. */
export type OpenChannel<N> = (channel: Channel) => Observable<MarketEvent<N> | Gap>

class SharedChannel<N> implements SharedStream<MarketEvent<N>> {
  readonly fanOut = new FanOut<MarketEvent<N>>()
  readonly closed$ = new Subject<void>()

  constructor(
    readonly name: string,
    readonly channel: Channel,
  ) {}
}

export class SharedChannels<N> {
  readonly #open$: OpenChannel<N>
  readonly #streams: SharedStreams<MarketEvent<N>, SharedChannel<N>>

  constructor(open$: OpenChannel<N>) {
    this.#open$ = open$
    this.#streams = new SharedStreams({
      onOpen: shared => this.#subscribe(shared),
      onClose: shared => shared.closed$.next(),
    })
  }

  /**
   * The events of one channel, shared by the subscribers of equal channels, with gaps in their
   * place where `receivesGaps`. Opens nothing until it is subscribed.
   */
  channel$<C extends Channel>(channel: C, receivesGaps = false): Observable<EventOf<C['kind'], N>> {
    const name = keyOf(channel)
    const create = (): SharedChannel<N> => new SharedChannel(name, channel)
    return this.#streams.stream$(name, create, receivesGaps) as Observable<EventOf<C['kind'], N>>
  }

  /** Completes every open channel. */
  complete(): void {
    for (const { fanOut } of this.#streams.closeAll()) fanOut.complete()
  }

  /** Ends every open channel with `error`. */
  error(error: unknown): void {
    for (const { fanOut } of this.#streams.closeAll()) fanOut.error(error)
  }

  #subscribe(shared: SharedChannel<N>): void {
    const { channel, fanOut, closed$ } = shared
    defer(() => this.#open$(channel))
      // Not `unsubscribe()`: a source that emits at once has returned no subscription yet.
      .pipe(takeUntil(closed$))
      .subscribe({
        next: item => (isGap(item) ? fanOut.gap(item) : fanOut.next(item)),
        error: (error: unknown) => this.#end(shared, () => fanOut.error(error)),
        complete: () => this.#end(shared, () => fanOut.complete()),
      })
  }

  /**
   * The source has ended. Closed before its subscribers are notified, so that one that subscribes
   * again opens a new one.
   */
  #end(shared: SharedChannel<N>, notify: () => void): void {
    if (this.#streams.get(shared.name) !== shared) return
    this.#streams.close(shared)
    notify()
  }
}

/** Equal for equal channels, in whatever order their properties are. */
const keyOf = (channel: Channel): string =>
  JSON.stringify(
    Object.entries(channel)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
