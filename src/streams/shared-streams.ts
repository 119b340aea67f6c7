/** Streams by name, each shared by its subscribers: the first opens it, the last closes it. */
import { Observable } from 'rxjs'
import type { FanOut } from './fan-out.js'
import { StreamTable } from './stream-table.js'

/** What a stream must have to be shared. */
export interface SharedStream<T> {
  readonly name: string
  readonly fanOut: FanOut<T>
}

export interface SharedStreamsConfig<S> {
  /** A stream has its first subscriber. */
  readonly onOpen: (stream: S) => void
  /** A stream has no subscriber any more, or was closed. */
  readonly onClose: (stream: S) => void
}

export class SharedStreams<T, S extends SharedStream<T>> {
  readonly #config: SharedStreamsConfig<S>
  readonly #streams = new StreamTable<S>()

  constructor(config: SharedStreamsConfig<S>) {
    this.#config = config
  }

  /** How many streams are open. */
  get size(): number {
    return this.#streams.size
  }

  has(name: string): boolean {
    return this.#streams.get(name) !== undefined
  }

  get(name: string): S | undefined {
    return this.#streams.get(name)
  }

  /** The open stream whose name, in ASCII, is at `from` up to `to` in `bytes`. */
  find(bytes: Uint8Array, from: number, to: number): S | undefined {
    return this.#streams.find(bytes, from, to)
  }

  values(): S[] {
    return [...this.#streams.values()]
  }

  names(): string[] {
    return this.values().map(({ name }) => name)
  }

  /** The values of stream `name`, made by `create` for its first subscriber. */
  stream$(name: string, create: () => S): Observable<T> {
    return new Observable<T>(subscriber => {
      const stream = this.#streams.get(name) ?? this.#open(create())
      const entry = stream.fanOut.add(subscriber)
      return () => {
        stream.fanOut.remove(entry)
        if (stream.fanOut.isEmpty) this.close(stream)
      }
    })
  }

  /** Closes a stream, if it is still open. Its subscribers are the caller's to notify. */
  close(stream: S): void {
    if (this.#streams.get(stream.name) !== stream) return
    this.#streams.delete(stream.name)
    this.#config.onClose(stream)
  }

  /** Closes every stream before any subscriber is notified, so that a subscriber that returns, to whichever stream, starts afresh. */
  closeAll(): readonly S[] {
    const streams = this.values()
    for (const stream of streams) this.close(stream)
    return streams
  }

  #open(stream: S): S {
    this.#streams.set(stream.name, stream)
    this.#config.onOpen(stream)
    return stream
  }
}
