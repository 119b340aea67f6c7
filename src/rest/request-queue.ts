/**
 * The queue of a market's requests: sends them by priority, as many at a time and as fast as the
 * exchange's weight limit allows.
 */
import { Observable, type SchedulerLike, type Subscription } from 'rxjs'
import { Heap, type HeapItem } from '../clock/heap.js'
import { MAX_DELAY } from '../validation/limits.js'
import type { RequestStats } from '../model/feed-stats.js'
import { RequestLimitError } from '../model/errors/request-errors.js'
import { WeightBudget } from './weight-budget.js'

/** Requests that may wait. */
const MAX_QUEUED = 10_000
/** The maximum of unanswered requests, as many as browsers and HTTP/1.1 agents send in parallel. */
const MAX_ACTIVE = 6

/** The part of the weight that requests of a priority below 0 leave to the others. */
const RESERVE = 0.1

export interface RequestQueueConfig {
  readonly weightPerMinute: number
  readonly scheduler: SchedulerLike
  /** Called at each change of {@link RequestQueue.stats}. */
  readonly onChange: () => void
}

/** One request's place. It keeps its place when the request is repeated. */
export interface Ticket {
  readonly priority: number
  readonly order: number
}

interface Waiting extends Ticket, HeapItem {
  readonly weight: number
  readonly onPosition: ((position: number) => void) | undefined
  /** The place that was last reported; 0 for none. */
  position: number
  readonly start: () => void
}

export class RequestQueue {
  readonly #scheduler: SchedulerLike
  readonly #onChange: () => void
  readonly #budget: WeightBudget
  readonly #waiting = new Heap<Waiting>(
    (a, b) => a.priority > b.priority || (a.priority === b.priority && a.order < b.order),
  )
  #order = 0
  #active = 0
  /** Requests that want to know their place. */
  #observed = 0
  #sent = 0
  #failed = 0
  #timer: Subscription | undefined
  /** Whether the timer is due now. */
  #isDue = false
  #isClosed = false

  constructor({ weightPerMinute, scheduler, onChange }: RequestQueueConfig) {
    this.#scheduler = scheduler
    this.#onChange = onChange
    this.#budget = new WeightBudget(weightPerMinute, scheduler)
  }

  get stats(): RequestStats {
    const { weight, blockedFor } = this.#budget
    return {
      queued: this.#waiting.size,
      active: this.#active,
      sent: this.#sent,
      failed: this.#failed,
      usedWeight: weight,
      ...(blockedFor > 0 && { blockedUntil: this.#scheduler.now() + blockedFor }),
    }
  }

  ticket(priority: number): Ticket {
    return { priority, order: this.#order++ }
  }

  /**
   * Emits once, when the request may be sent, and does not complete: unsubscribing ends the
   * request, or its wait. Errors with `REQUEST_LIMIT` where too many wait.
   *
   * @param onPosition gets the place among those that wait, 1 for the next, when it changes, and 0
   *   when it is sent
   */
  turn$(ticket: Ticket, weight: number, onPosition?: (position: number) => void): Observable<void> {
    return new Observable(subscriber => {
      if (this.#waiting.size >= MAX_QUEUED) return subscriber.error(new RequestLimitError(MAX_QUEUED))
      let end: (() => void) | undefined
      const waiting: Waiting = {
        ...ticket,
        index: -1,
        weight,
        onPosition,
        position: 0,
        start: () => {
          end = this.#budget.start(weight)
          this.#active++
          this.#sent++
          if (waiting.position > 0) onPosition?.(0)
          subscriber.next()
        },
      }
      if (onPosition !== undefined) this.#observed++
      this.#waiting.push(waiting)
      subscriber.add(() => {
        if (onPosition !== undefined) this.#observed--
        if (end === undefined) {
          if (waiting.index >= 0) this.#waiting.remove(waiting)
        } else {
          end()
          this.#active--
        }
        this.#advanceSoon()
      })
      this.#advanceSoon()
    })
  }

  /** Counts a failed attempt. */
  fail(): void {
    this.#failed++
    this.#onChange()
  }

  /** Sends nothing for `delay` milliseconds, as the exchange demands. */
  block(delay: number): void {
    this.#budget.block(delay)
    this.#advanceSoon()
  }

  /** Corrects the used weight by the exchange's own count. */
  correct(usedWeight: number): void {
    this.#budget.correct(usedWeight)
  }

  /** Sends nothing any more. */
  close(): void {
    this.#isClosed = true
    this.#timer?.unsubscribe()
  }

  /**
   * Scheduled, so that requests subscribed at one moment are sent by priority, and those
   * unsubscribed at once are not sent.
   */
  #advanceSoon(): void {
    if (this.#isDue || this.#isClosed) return
    this.#isDue = true
    this.#schedule(0)
  }

  #schedule(delay: number): void {
    this.#timer?.unsubscribe()
    this.#timer = this.#scheduler.schedule(() => this.#advance(), Math.min(delay, MAX_DELAY))
  }

  /** Starts what may start now, and sets the timer for the next. */
  #advance(): void {
    this.#isDue = false
    for (;;) {
      const next = this.#waiting.peek()
      if (next === undefined || this.#active >= MAX_ACTIVE || this.#isClosed) break
      const delay = this.#budget.delay(next.weight, next.priority < 0 ? RESERVE : 0)
      if (delay > 0) {
        if (delay < Infinity) this.#schedule(delay)
        break
      }
      this.#waiting.remove(next)
      next.start()
    }
    this.#reportPositions()
    this.#onChange()
  }

  #reportPositions(): void {
    if (this.#observed === 0 || this.#waiting.size === 0) return
    this.#waiting.sorted().forEach((waiting, index) => {
      const isMoved = waiting.position !== index + 1
      waiting.position = index + 1
      // One that left while the others were notified has no place any more.
      if (isMoved && waiting.index >= 0) waiting.onPosition?.(index + 1)
    })
  }
}
