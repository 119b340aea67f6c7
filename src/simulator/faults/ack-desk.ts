/** What becomes of the replies to control messages while faults are in force. */
import { Occasions } from './occasions.js'

type Reaches = (connection: number) => boolean

/** What a rejected subscription is answered with. */
export interface Rejection {
  readonly code: number
  readonly msg: string
}

export class AckDesk {
  readonly late = new Occasions<{ readonly reaches: Reaches; readonly delay: number }>()
  readonly lost = new Occasions<{ readonly reaches: Reaches }>()
  readonly doubled = new Occasions<{ readonly reaches: Reaches }>()
  readonly rejections = new Occasions<{
    readonly reaches: Reaches
    readonly matches: (stream: string) => boolean
    readonly reply: Rejection
  }>()

  /** How to refuse a subscription; undefined to carry it out. */
  rejection(connection: number, streams: readonly string[]): Rejection | undefined {
    return this.rejections.take(({ reaches, matches, reply }) =>
      reaches(connection) && streams.some(matches) ? reply : undefined,
    )
  }

  /** In how many ms to send a reply: once for each. */
  delays(connection: number): readonly number[] {
    const struck = ({ reaches }: { readonly reaches: Reaches }) => reaches(connection) || undefined
    if (this.lost.take(struck)) return []
    const delay = this.late.take(({ reaches, delay }) => (reaches(connection) ? delay : undefined)) ?? 0
    return this.doubled.take(struck) ? [delay, delay] : [delay]
  }
}
