/**
 * Reported errors: `errors$` is true and complete. A command that times out, a rejected command and
 * a rejected stream are each reported once, at that moment. The rejection of a list is reported
 * once per connection, and a silent stream only after a minute of silence. Nothing else is
 * reported; malformed frames and the order of events are checked by `delivery`.
 */
import { isMarketError, type MarketError, type StreamSilentError } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'
import type { Command, Socket } from '../checker/socket.js'
import type { DecodedFrame } from '../checker/oracle.js'
import type { ClientOptions } from '../scenario/scenario.js'
import { streamOf } from '../scenario/stream-names.js'

/** Milliseconds without a frame after which a stream may be reported. */
const SILENT_AFTER = 60_000

interface Rejection {
  readonly of: 'stream' | 'command'
  /** Must be reported: it is certain that a subscriber wants it. */
  readonly isRequired: boolean
}

export class ReportedErrors implements Invariant {
  readonly name = 'reported errors'
  readonly #state: ObservedState
  readonly #violate: Violate
  readonly #timeout: number
  readonly #unanswered = new Map<Socket, Command[]>()
  /** Connections on which a list was rejected. */
  readonly #rejectedLists = new Set<number>()
  /** The rejection in the last frame, until it is reported. */
  #rejection: Rejection | undefined

  constructor(
    state: ObservedState,
    { commandTimeout }: Pick<ClientOptions, 'commandTimeout'>,
    violate: Violate,
  ) {
    this.#state = state
    this.#violate = violate
    this.#timeout = commandTimeout
  }

  onWireStep(step: WireStep, decoded: DecodedFrame | undefined): void {
    if (step.type === 'connect') return
    const socket = this.#state.socket(step.socket)
    if (step.type === 'closed') this.#unanswered.delete(socket)
    if (step.type === 'command' && socket.latest !== undefined) {
      this.#unanswered.set(socket, [...(this.#unanswered.get(socket) ?? []), socket.latest])
    }
    if (decoded?.type !== 'reply' || socket.isClosing) return
    const { id, result } = decoded.reply
    const command = this.#unanswered.get(socket)?.find(each => each.id === id)
    if (command !== undefined) this.#remove(socket, command)
    if (result === undefined && id !== undefined) this.#rejection = this.#toRejection(socket, command)
  }

  onError(error: MarketError): void {
    if (isMarketError(error, 'DECODE_FAILED') || isMarketError(error, 'OUT_OF_ORDER')) return
    // `requests` checks these.
    if (isMarketError(error, 'REQUEST_ATTEMPT_FAILED') || isMarketError(error, 'REQUEST_FAILED')) return
    if (isMarketError(error, 'COMMAND_TIMEOUT')) return this.#checkTimeout(error.command)
    if (isMarketError(error, 'STREAM_SILENT')) return this.#checkSilent(error)
    const of = isMarketError(error, 'SUBSCRIBE_REJECTED')
      ? 'stream'
      : isMarketError(error, 'COMMAND_REJECTED')
        ? 'command'
        : undefined
    if (of === undefined) this.#violate(`errors$ emitted an error that belongs elsewhere: ${error.message}`)
    if (this.#rejection?.of !== of) {
      this.#violate(`errors$ emitted a rejection that the exchange did not send: ${error.message}`)
    }
    this.#rejection = undefined
  }

  onIdle(): void {
    if (this.#rejection?.isRequired === true) {
      this.#violate(`errors$ did not report that the exchange rejected a ${this.#rejection.of}`)
    }
    this.#rejection = undefined
    for (const [socket, unanswered] of this.#unanswered) {
      // Not earlier: a timeout at the moment of closing may have been reported before.
      if (socket.isClosing) this.#unanswered.delete(socket)
      const late = socket.isClosing
        ? undefined
        : unanswered.find(({ at }) => this.#state.now - at > this.#timeout + this.#state.latenessSince(at))
      if (late !== undefined) {
        this.#violate(
          `errors$ did not report that ${late.method} timed out on connection ${socket.connection}`,
        )
      }
    }
  }

  /** The report of a rejection; `undefined` where nothing is. */
  #toRejection(socket: Socket, command: Command | undefined): Rejection | undefined {
    if (command?.method === 'LIST_SUBSCRIPTIONS') {
      if (this.#rejectedLists.has(socket.connection)) return undefined
      this.#rejectedLists.add(socket.connection)
    }
    if (command?.method !== 'SUBSCRIBE') return { of: 'command', isRequired: true }
    const [stream, ...others] = command.streams
    // Of several it is not known yet which is rejected; one that was unsubscribed since concerns no
    // subscriber.
    if (stream === undefined || others.length > 0) return undefined
    const isLast = ![...socket.commands.values()].some(
      ({ id, streams }) => id > command.id && streams.includes(stream),
    )
    if (!isLast) return undefined
    if (this.#state.wantedOn(socket.connection).has(stream)) return { of: 'stream', isRequired: true }
    return this.#state.isUnplaced(stream) ? { of: 'stream', isRequired: false } : undefined
  }

  #checkTimeout(reported: string): void {
    // Open sockets first: a timeout on one that closes at this very moment may or may not be
    // reported.
    const sockets = [...this.#unanswered].sort(([a], [b]) => Number(a.isClosing) - Number(b.isClosing))
    for (const [socket, unanswered] of sockets) {
      const late = unanswered.find(
        ({ at, method, streams: [first] }) =>
          this.#isTimeoutAt(at) && reported.startsWith(first === undefined ? method : `${method} ${first}`),
      )
      if (late !== undefined) return this.#remove(socket, late)
    }
    this.#violate(
      `errors$ reported a timeout of ${reported}, and no such command was sent ${this.#timeout} ms ago`,
    )
  }

  /** Whether a command of `at` times out now: exactly, or late after a stall. */
  #isTimeoutAt(at: number): boolean {
    const late = this.#state.now - at - this.#timeout
    return late === 0 || (late > 0 && this.#state.latenessSince(at) > 0)
  }

  #checkSilent({ channel }: StreamSilentError): void {
    const stream = streamOf(channel)
    const sockets = [...this.#state.sockets.values()]
    const isSilent = sockets.some(({ connection, confirmed }) => {
      const confirmedAt = confirmed.get(stream)
      // What another session of the connection delivers is not missed.
      const frameAt = Math.max(
        ...sockets.flatMap(each => (each.connection === connection ? (each.frames.get(stream) ?? []) : [])),
      )
      return confirmedAt !== undefined && this.#state.now - Math.max(confirmedAt, frameAt) >= SILENT_AFTER
    })
    if (!isSilent) this.#violate(`errors$ reported that ${stream} is silent, and it is not`)
  }

  #remove(socket: Socket, command: Command): void {
    const unanswered = this.#unanswered.get(socket) ?? []
    this.#unanswered.set(
      socket,
      unanswered.filter(each => each !== command),
    )
  }
}
