/** When requests were unanswered, and when no more of them could be sent. */

interface Span {
  /** The stream that has the same events; `undefined` for requests of other things. */
  readonly stream: string | undefined
  readonly from: number
  readonly until: number
}

/** Stands for every stream. */
const FULL = '*'
/** Requests that a client may have unanswered at a time. Source: docs/history.md. */
const MAX_REQUESTS = 6
/** Milliseconds that a span is kept: longer than any gap may stay open. */
const KEPT = 300_000

export class RequestSpans {
  readonly #active = new Map<number, Span>()
  /** Spans of requests that have ended, and of times in which no other could be sent. */
  #ended: Span[] = []
  #fullSince = NaN

  begin(request: number, stream: string | undefined, at: number): void {
    this.#active.set(request, { stream, from: at, until: Infinity })
    if (this.#active.size === MAX_REQUESTS) this.#fullSince = at
  }

  end(request: number, at: number): void {
    const span = this.#active.get(request)
    if (span === undefined) return
    const isFull = this.#active.size >= MAX_REQUESTS
    this.#active.delete(request)
    this.#ended = this.#ended.filter(({ until }) => at - until < KEPT)
    this.#ended.push({ ...span, until: at })
    if (!isFull || this.#active.size >= MAX_REQUESTS) return
    this.#ended.push({ stream: FULL, from: this.#fullSince, until: at })
    this.#fullSince = NaN
  }

  /**
   * Milliseconds between two times in which a request for a stream was unanswered, or could not be
   * sent as others were.
   */
  waitingTime(stream: string, since: number, now: number): number {
    const all = [...this.#ended, ...this.#active.values()]
    if (!Number.isNaN(this.#fullSince)) all.push({ stream: FULL, from: this.#fullSince, until: now })
    const spans = all
      .filter(span => span.stream === stream || span.stream === FULL)
      .sort((a, b) => a.from - b.from)
    let end = since
    let total = 0
    for (const { from, until } of spans) {
      const begin = Math.max(end, from)
      const last = Math.min(now, until)
      if (last <= begin) continue
      total += last - begin
      end = last
    }
    return total
  }
}
