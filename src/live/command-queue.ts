/**
 * Sends SUBSCRIBE and UNSUBSCRIBE within the rate limit, in as few commands as fit, and tracks each
 * until it is answered.
 */
import { Observable, type SchedulerLike, type Subscription } from 'rxjs'
import { RateLimiter } from '../clock/rate-limiter.js'
import { CommandRejectedError, CommandTimeoutError } from '../model/errors/command-errors.js'
import type { MarketError } from '../validation/market-error.js'
import { encodeUtf8 } from '../validation/utf8.js'
import type { CommandMethod, Reply, Venue } from '../venues/venue.js'
import type { SubscriptionChange, Subscriptions } from './subscriptions.js'

export interface CommandQueueConfig {
  readonly venue: Venue
  readonly scheduler: SchedulerLike
  /** Milliseconds to wait for an answer. */
  readonly commandTimeout: number
  readonly subscriptions: Subscriptions
  readonly send: (text: string) => void
  /** The exchange rejected this one stream. */
  readonly onStreamRejected: (stream: string, reason: number, detail: string) => void
  readonly onError: (error: MarketError) => void
  /** A command was sent, answered or timed out. */
  readonly onChange: () => void
  /** A probe is about to be sent. */
  readonly onProbeSent: () => void
  /** The exchange has forgotten a stream that it had acknowledged. */
  readonly onForgotten: (stream: string) => void
  /** A probe was answered: with a list, or with the error that there is none. */
  readonly onProbeAnswered: (error?: MarketError) => void

  /** Answers of the exchange. */
  readonly replies$: Observable<Reply>
  /** The wanted set has changed. */
  readonly changes$: Observable<unknown>
  /** Requests to compare our subscriptions with the exchange's. */
  readonly probes$: Observable<unknown>
  /** A pong was sent: it counts as a message. */
  readonly pongs$: Observable<unknown>
}

interface PendingCommand {
  readonly method: CommandMethod
  readonly streams: readonly string[]
  readonly timer: Subscription
  /** Releases the command's slot in the rate limit. */
  readonly release: () => void
}

/**
 * A server may count a message up to a second after it was sent, but not after its answer: a slot
 * is released by the answer.
 */
const SECOND = 1_000

/**
 * Milliseconds before the first command after a temporary rejection; each further one doubles it,
 * up to the longest.
 */
const RETRY_DELAY = 1_000
const MAX_RETRY_DELAY = 60_000

const LIST: CommandMethod = 'LIST_SUBSCRIPTIONS'

/** Runs until unsubscribed. Never emits. */
export function commandQueue$(config: CommandQueueConfig): Observable<never> {
  return new Observable<never>(subscriber => {
    const { venue, scheduler, subscriptions, commandTimeout } = config
    // One slot is kept for the pong that may be due at any moment; exchanges ping far less than
    // once a second.
    const limit = { limit: venue.limits.messagesPerSecond - 1, span: SECOND }
    const limiter = new RateLimiter(limit, scheduler)
    const pending = new Map<number, PendingCommand>()
    let lastId = 0
    let isProbeDue = false
    let wasProbe = false
    let retryDelay = RETRY_DELAY
    let next: Subscription | undefined

    const scheduleSend = (): void => {
      if (next !== undefined || subscriber.closed) return
      const delay = limiter.delay()
      // While every slot is held, the next answer or timeout schedules.
      if (delay < Infinity) next = scheduler.schedule(sendNext, delay)
    }

    const sendNext = (): void => {
      next = undefined
      if (limiter.delay() > 0) return scheduleSend()
      const change = subscriptions.nextChange()
      // In turn, so that neither frequent probes nor many changes starve the other.
      if (isProbeDue && (change === undefined || !wasProbe)) sendProbe()
      else if (change === undefined) return
      else {
        wasProbe = false
        send(change.method, takeFitting(change))
        config.onChange()
      }
      scheduleSend()
    }

    const sendProbe = (): void => {
      isProbeDue = false
      wasProbe = true
      config.onProbeSent()
      send(LIST, [])
    }

    /**
     * Records a command before it is sent: a socket may answer it, or throw, while it is being
     * sent.
     */
    const send = (method: CommandMethod, streams: readonly string[]): void => {
      const id = ++lastId
      const timer = scheduler.schedule(() => onTimeout(id), commandTimeout)
      const command = { method, streams, timer, release: limiter.acquire() }
      pending.set(id, command)
      if (method !== LIST) subscriptions.markSent(id, toChange(command))
      config.send(venue.formatCommand(method, id, streams))
    }

    /** The first streams that fit into one command. */
    const takeFitting = ({ method, streams }: SubscriptionChange): readonly string[] => {
      let bytes = venue.formatCommand(method, Number.MAX_SAFE_INTEGER, []).length
      const tooMany = streams.findIndex(
        stream => (bytes += byteLength(stream)) >= venue.limits.maxCommandBytes,
      )
      return tooMany < 0 ? streams : streams.slice(0, Math.max(1, tooMany))
    }

    const finish = (id: number): PendingCommand | undefined => {
      const command = pending.get(id)
      pending.delete(id)
      command?.timer.unsubscribe()
      command?.release()
      return command
    }

    const onTimeout = (id: number): void => {
      const command = pending.get(id)
      if (command === undefined) return
      config.onError(new CommandTimeoutError(describe(command), commandTimeout))
      // A list is valid however late it is; a missing one is detected by the heartbeat.
      if (command.method === LIST) command.release()
      else {
        finish(id)
        if (subscriptions.timeOut(id, toChange(command))) isProbeDue = true
      }
      config.onChange()
      scheduleSend()
    }

    const onReply = (reply: Reply): void => {
      if (reply.type === 'list') onList(reply)
      else if (reply.type === 'ack') {
        const command = finish(reply.id)
        if (command === undefined) return
        retryDelay = RETRY_DELAY
        subscriptions.acknowledge(reply.id, toChange(command))
      } else if (reply.type === 'rejection') onRejection(reply)
      config.onChange()
      scheduleSend()
    }

    const onList = ({ id, streams }: Extract<Reply, { type: 'list' }>): void => {
      if (finish(id) === undefined) return
      config.onProbeAnswered()
      subscriptions.reconcile(id, streams).forEach(config.onForgotten)
    }

    const onRejection = ({ id, reason, detail, isTemporary }: Rejection): void => {
      const command = id === undefined ? undefined : finish(id)
      const error = new CommandRejectedError(command && describe(command), reason, detail)
      if (id === undefined || command === undefined) return config.onError(error)
      if (command.method === LIST) {
        subscriptions.resendUnclear()
        return config.onProbeAnswered(error)
      }
      if (isTemporary) {
        subscriptions.defer(id, toChange(command))
        limiter.block(retryDelay)
        retryDelay = Math.min(2 * retryDelay, MAX_RETRY_DELAY)
        return config.onError(error)
      }
      const stream = subscriptions.reject(id, toChange(command))
      if (stream !== undefined) config.onStreamRejected(stream, reason, detail)
      // A rejected SUBSCRIBE of several streams is sent again by halves, until the offending stream
      // is alone.
      if (command.method !== 'SUBSCRIBE') config.onError(error)
    }

    subscriber.add(config.replies$.subscribe(onReply))
    subscriber.add(config.changes$.subscribe(scheduleSend))
    subscriber.add(
      config.probes$.subscribe(() => {
        isProbeDue = true
        scheduleSend()
      }),
    )
    subscriber.add(config.pongs$.subscribe(() => limiter.record()))
    subscriber.add(() => {
      next?.unsubscribe()
      for (const { timer } of pending.values()) timer.unsubscribe()
    })
    scheduleSend()
  })
}

type Rejection = Extract<Reply, { type: 'rejection' }>

/** The change that a command makes; a list names no streams and changes nothing. */
const toChange = ({ method, streams }: Pick<PendingCommand, 'method' | 'streams'>): SubscriptionChange => ({
  method: method === 'UNSUBSCRIBE' ? 'UNSUBSCRIBE' : 'SUBSCRIBE',
  streams,
})

/** Bytes of a stream name in a command, with its quotes and comma. */
const byteLength = (stream: string): number => encodeUtf8(stream).length + 3

function describe({ method, streams: [first, ...more] }: PendingCommand): string {
  if (first === undefined) return method
  return `${method} ${first}${more.length > 0 ? ` and ${more.length} more` : ''}`
}
