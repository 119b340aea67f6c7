/**
 * The conversation about subscriptions on one open socket: what is due is told in as few commands as fit, as the limit allows, and each
 * command is followed until it is answered.
 */
import { Observable, type SchedulerLike, type Subscription } from 'rxjs'
import { RateLimiter } from '../clock/rate-limiter.js'
import { CommandRejectedError, CommandTimeoutError, type MarketError } from '../model/errors.js'
import type { CommandMethod, Reply, Venue } from '../venues/venue.js'
import type { Due, Subscriptions } from './subscriptions.js'

export interface CommandsConfig {
  readonly venue: Venue
  readonly scheduler: SchedulerLike
  /** Milliseconds to wait for an answer. */
  readonly commandTimeout: number
  readonly subscriptions: Subscriptions
  /** Ids of commands, never used twice by a connection. */
  readonly nextId: () => number
  readonly send: (text: string) => void
  /** The exchange refused this one stream. */
  readonly refused: (stream: string, reason: number, detail: string) => void
  readonly report: (error: MarketError) => void
  /** Something was told or answered. */
  readonly progress: () => void
  /** A comparison went out. */
  readonly probed: () => void

  /** What the exchange answers. */
  readonly replies$: Observable<Reply>
  /** The wanted set has changed. */
  readonly changes$: Observable<unknown>
  /** Compare our subscriptions with the exchange's. */
  readonly probes$: Observable<unknown>
  /** A pong went out: it counts as a message. */
  readonly pongs$: Observable<unknown>
}

interface Outstanding {
  readonly method: CommandMethod
  readonly streams: readonly string[]
  readonly timer: Subscription
  /** Frees the command's place in the pace. */
  readonly release: () => void
}

/** A server may count a message a second after it was sent, no later than its answer; a place is therefore freed by the answer. */
const SECOND = 1_000

const LIST: CommandMethod = 'LIST_SUBSCRIPTIONS'

/** Talks until unsubscribed. Never emits. */
export function commands$(config: CommandsConfig): Observable<never> {
  return new Observable<never>(subscriber => {
    const { venue, scheduler, subscriptions, commandTimeout } = config
    // One place is kept for the pong that may be asked of us at any moment; exchanges ping far more seldom than once a second.
    const pace = new RateLimiter(venue.limits.messagesPerSecond - 1, SECOND, scheduler)
    const outstanding = new Map<number, Outstanding>()
    let probe = false
    let turn: Subscription | undefined

    const wake = (): void => {
      if (turn !== undefined) return
      const wait = pace.delay()
      // With every place held, the next answer or silence wakes us.
      if (wait < Infinity) turn = scheduler.schedule(takeTurn, wait)
    }

    const takeTurn = (): void => {
      turn = undefined
      if (pace.delay() > 0) return wake()
      if (probe) {
        probe = false
        tell(LIST, [])
        config.probed()
        return wake()
      }
      const due = subscriptions.due()
      if (due === undefined) return
      const streams = fitting(due)
      subscriptions.told(tell(due.method, streams), { ...due, streams })
      config.progress()
      wake()
    }

    const tell = (method: CommandMethod, streams: readonly string[]): number => {
      const id = config.nextId()
      const timer = scheduler.schedule(() => timedOut(id), commandTimeout)
      outstanding.set(id, { method, streams, timer, release: pace.acquire() })
      config.send(venue.formatCommand(method, id, streams))
      return id
    }

    /** The first streams that fit into one command. */
    const fitting = ({ method, streams }: Due): readonly string[] => {
      let bytes = venue.formatCommand(method, Number.MAX_SAFE_INTEGER, []).length
      const tooMany = streams.findIndex(stream => (bytes += size(stream)) >= venue.limits.maxCommandBytes)
      return tooMany < 0 ? streams : streams.slice(0, Math.max(1, tooMany))
    }

    const finish = (id: number): Outstanding | undefined => {
      const command = outstanding.get(id)
      outstanding.delete(id)
      command?.timer.unsubscribe()
      command?.release()
      return command
    }

    const timedOut = (id: number): void => {
      const command = outstanding.get(id)
      if (command === undefined) return
      config.report(new CommandTimeoutError(describe(command), commandTimeout))
      // A list is right however late it comes, and whether it comes at all is the heartbeat's to judge.
      if (command.method === LIST) command.release()
      else {
        finish(id)
        if (subscriptions.unanswered(id, toDue(command))) probe = true
      }
      config.progress()
      wake()
    }

    const answered = (reply: Reply): void => {
      if (reply.type === 'ack' || reply.type === 'list') {
        const command = finish(reply.id)
        if (command === undefined) return
        if (reply.type === 'list') subscriptions.compare(reply.id, reply.streams)
        else subscriptions.confirm(reply.id, toDue(command))
      } else if (reply.type === 'rejection') rejected(reply)
      config.progress()
      wake()
    }

    const rejected = ({ id, reason, detail }: Extract<Reply, { type: 'rejection' }>): void => {
      const command = id === undefined ? undefined : finish(id)
      const isSubscribe = command?.method === 'SUBSCRIBE'
      if (id !== undefined && command !== undefined) {
        const stream = subscriptions.refuse(id, toDue(command))
        if (stream !== undefined) config.refused(stream, reason, detail)
      }
      // A refused SUBSCRIBE of several streams is asked again by halves until one stream is left to blame.
      if (!isSubscribe) config.report(new CommandRejectedError(command && describe(command), reason, detail))
    }

    subscriber.add(config.replies$.subscribe(answered))
    subscriber.add(config.changes$.subscribe(wake))
    subscriber.add(
      config.probes$.subscribe(() => {
        probe = true
        wake()
      }),
    )
    subscriber.add(config.pongs$.subscribe(() => pace.record()))
    subscriber.add(() => {
      turn?.unsubscribe()
      for (const { timer } of outstanding.values()) timer.unsubscribe()
    })
    wake()
  })
}

/** What a command changes; a list names no streams, and changes nothing. */
const toDue = ({ method, streams }: Outstanding): Due => ({
  method: method === 'UNSUBSCRIBE' ? 'UNSUBSCRIBE' : 'SUBSCRIBE',
  streams,
})

const encoder = new TextEncoder()

/** Bytes of a stream name in a command, with its quotes and comma. */
const size = (stream: string): number => encoder.encode(stream).length + 3

function describe({ method, streams: [first, ...more] }: Outstanding): string {
  if (first === undefined) return method
  return `${method} ${first}${more.length > 0 ? ` and ${more.length} more` : ''}`
}
