/**
 * Shares streams by reference count: the first subscriber of a name opens its stream, the last one
 * closes it.
 */
import { Observable } from 'rxjs'
import type { FanOut } from './fan-out.js'
import { StreamTable } from './stream-table.js'

/** A stream that can be shared. */
export interface SharedStream<T> {
  readonly name: string
  readonly fanOut: FanOut<T>
}

export interface SharedStreamsConfig<S> {
  /** A stream has its first subscriber, which receives also what is emitted before this returns. */
  readonly onOpen: (stream: S) => void
  /**
   * The last subscriber of a stream has unsubscribed, or the stream was closed. Called once for
   * each `onOpen`.
   */
  readonly onClose: (stream: S) => void
}

/** The open streams, by name. */
export class SharedStreams<T, S extends SharedStream<T>> extends StreamTable<S> {
  readonly #config: SharedStreamsConfig<S>

  constructor(config: SharedStreamsConfig<S>) {
    super()
    this.#config = config
  }

  names(): string[] {
    return this.values().map(({ name }) => name)
  }

  /**
   * The values of stream `name`, made by `create` for its first subscriber; with gaps in their
   * place where `receivesGaps`.
   */
  stream$(name: string, create: () => S, receivesGaps = false): Observable<T> {
    return new Observable<T>(subscriber => {
      const known = this.get(name)
      const stream = known ?? create()
      const entry = stream.fanOut.add(subscriber, receivesGaps)
      // Added before the stream opens, as a source that emits at once may make the subscriber
      // unsubscribe.
      subscriber.add(() => {
        stream.fanOut.remove(entry)
        if (stream.fanOut.isEmpty) this.close(stream)
      })
      if (known !== undefined) return
      this.set(name, stream)
      this.#config.onOpen(stream)
    })
  }

  /**
   * Closes a stream, if it is still open. The caller notifies its subscribers, after it: one that
   * subscribes again opens a new stream.
   */
  close(stream: S): void {
    if (this.get(stream.name) !== stream) return
    this.delete(stream.name)
    this.#config.onClose(stream)
  }

  /**
   * Closes every stream before any subscriber is notified, so that one that resubscribes opens a
   * new stream.
   */
  closeAll(): readonly S[] {
    const streams = this.values()
    for (const stream of streams) this.close(stream)
    return streams
  }
}
