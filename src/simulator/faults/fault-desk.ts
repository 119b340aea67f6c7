/** The faults now in force, by where they strike: what the door, sessions, hub and REST ask before they do what is right. */
import { Subject } from 'rxjs'
import { AckDesk } from './ack-desk.js'
import { FrameDesk } from './frame-desk.js'
import { LinkDesk } from './link-desk.js'
import { Occasions } from './occasions.js'
import { RestDesk } from './rest-desk.js'

export class FaultDesk {
  readonly refusals = new Occasions<{ readonly status: number | undefined }>()
  readonly links = new LinkDesk()
  readonly acks = new AckDesk()
  readonly frames = new FrameDesk()
  readonly rest = new RestDesk()
  readonly clocks = new Occasions<{ readonly by: number }>()
  /** A connection has opened. */
  readonly opened$ = new Subject<void>()
  /** A control message has been carried out. */
  readonly commanded$ = new Subject<void>()

  /** How to turn away a connection that knocks: with an HTTP status, or (`status` undefined) by cutting the line. */
  refusal(): { readonly status: number | undefined } | undefined {
    return this.refusals.take(refusal => refusal)
  }

  /** Milliseconds that the exchange's clock is ahead in what it says. */
  get skew(): number {
    return [...this.clocks].reduce((sum, { by }) => sum + by, 0)
  }
}
