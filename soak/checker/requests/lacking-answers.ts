/** Answers that show what history lacks: they have later elements in place of those asked for. */
import type { Gap } from '../../../src/index.js'
import type { RestStep } from '../../../src/testing/index.js'
import { streamOf } from '../../scenario/stream-names.js'
import { type AskedFor, askedFor, streamAskedFor } from './answers.js'

interface Asked extends AskedFor {
  readonly at: number
}

interface Answer {
  readonly askedAt: number
  readonly at: number
  /** The first id that was asked for. */
  readonly from: number
  readonly ids: readonly number[]
}

/** A trade, an aggregate, or a kline: its open time first, its close time as the seventh. */
type Row = { readonly id: number } | { readonly a: number } | readonly number[]

/**
 * Milliseconds between two answers that show the same to be missing. Source: docs/reliability.md.
 */
const BETWEEN_ANSWERS = 250
/** Milliseconds that an answer is kept: longer than any gap may stay open. */
const KEPT = 300_000

export class LackingAnswers {
  readonly #asked = new Map<number, Asked>()
  /** By stream. */
  readonly #answers = new Map<string, Answer[]>()

  onRestStep(step: RestStep, clock: number): void {
    if (step.type === 'request') this.#asked.set(step.request, { ...askedFor(step.url), at: step.at })
    if (step.type === 'request') return
    const asked = this.#asked.get(step.request)
    this.#asked.delete(step.request)
    if (step.type !== 'response' || step.response.status !== 200 || asked === undefined) return
    const stream = streamAskedFor(asked)
    const from = asked.query.get('fromId') ?? asked.query.get('startTime')
    if (stream === undefined || from === null) return
    const ids = (JSON.parse(step.response.body) as readonly Row[]).filter(isFinal(clock)).map(idOf)
    const kept = (this.#answers.get(stream) ?? []).filter(({ at }) => step.at - at < KEPT)
    this.#answers.set(stream, [...kept, { askedAt: asked.at, at: step.at, from: Number(from), ids }])
  }

  /**
   * Whether the answer of `now`, and one before it, show that the elements of a gap are missing for
   * good. Of the earlier one its first element suffices: history may have forgotten more until now.
   *
   * @param since when the gap opened: earlier requests were not for it
   * @param first the first element that history must have, where not any from the gap's end on
   */
  show({ channel, after = NaN, before = NaN }: Gap, since: number, now: number, first?: number): boolean {
    const answers = (this.#answers.get(streamOf(channel)) ?? [])
      .filter(({ askedAt, from }) => askedAt >= since && from <= after + 1)
      .map(({ askedAt, at, ids }) => ({ askedAt, at, next: ids.find(id => id > after) ?? NaN }))
    return answers.some(
      latest =>
        latest.at === now &&
        (first === undefined ? latest.next >= before : latest.next === first) &&
        answers.some(({ at, next }) => next > after + 1 && latest.askedAt - at >= BETWEEN_ANSWERS),
    )
  }
}

const idOf = (row: Row): number => ('id' in row ? row.id : 'a' in row ? row.a : (row[0] as number))

/** Whether a row does not change any more: the last kline may still grow. */
const isFinal =
  (clock: number) =>
  (row: Row, index: number, { length }: { readonly length: number }): boolean =>
    index < length - 1 || 'id' in row || 'a' in row || (row[6] as number) < clock
