/** Active faults of the replies to control messages. */
import type { Subscription } from 'rxjs'
import { LimitedUses } from './limited-uses.js'
import { reachOf, type Target, type TargetResolver } from './target.js'

type Reaches = (connection: number) => boolean

/** The reply to a rejected subscription. */
export interface Rejection {
  readonly code: number
  readonly msg: string
}

export class ReplyFaults {
  readonly #targets: TargetResolver
  readonly #delayed = new LimitedUses<{ readonly reaches: Reaches; readonly delay: number }>()
  readonly #lost = new LimitedUses<Reaches>()
  readonly #duplicated = new LimitedUses<Reaches>()
  readonly #rejections = new LimitedUses<{
    readonly reaches: Reaches
    readonly matches: (stream: string) => boolean
    readonly rejection: Rejection
  }>()

  constructor(targets: TargetResolver) {
    this.#targets = targets
  }

  delay(target: Target, delay: number, uses: number | undefined): Subscription {
    return this.#delayed.add({ reaches: reachOf(target, this.#targets), delay }, uses)
  }

  lose(target: Target, uses: number): Subscription {
    return this.#lost.add(reachOf(target, this.#targets), uses)
  }

  duplicate(target: Target, uses: number): Subscription {
    return this.#duplicated.add(reachOf(target, this.#targets), uses)
  }

  /** Rejects each SUBSCRIBE with a stream that matches. */
  reject(
    target: Target,
    matches: (stream: string) => boolean,
    rejection: Rejection,
    uses: number | undefined,
  ): Subscription {
    return this.#rejections.add({ reaches: reachOf(target, this.#targets), matches, rejection }, uses)
  }

  /** The rejection of a subscription; undefined to accept it. */
  rejectionOf(connection: number, streams: readonly string[]): Rejection | undefined {
    return this.#rejections.take(({ reaches, matches, rejection }) =>
      reaches(connection) && streams.some(matches) ? rejection : undefined,
    )
  }

  /** The delays (ms) after which a reply is sent, one per copy. */
  delaysOf(connection: number): readonly number[] {
    const applies = (reaches: Reaches) => reaches(connection) || undefined
    if (this.#lost.take(applies)) return []
    const delay = this.#delayed.take(({ reaches, delay }) => (reaches(connection) ? delay : undefined)) ?? 0
    return this.#duplicated.take(applies) ? [delay, delay] : [delay]
  }
}
