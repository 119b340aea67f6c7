/** One connection as an observer sees it, for an invariant that is notified step by step. */
import type { Invariant, Violate } from '../../soak/checker/invariant.js'
import { ObservedState } from '../../soak/checker/observed-state.js'
import type { Subscriber } from '../../soak/checker/subscriber.js'
import type { DecodedFrame } from '../../soak/checker/oracle.js'
import type { WireStep } from '../../src/testing/index.js'

/** The options of the observed client. */
export const client = {
  commandTimeout: 5_000,
  heartbeatInterval: 30_000,
  closeTimeout: 2_000,
  connectTimeout: 30_000,
  rotation: false,
  mirror: 1,
} as const
export const LIST = 'LIST_SUBSCRIPTIONS'

/** Throws what an invariant reports. */
export const violate: Violate = what => {
  throw new Error(what)
}

/**
 * An invariant that observes connection 0 on socket 1, which opens at 0. Every action takes its
 * time first.
 */
export function createHarness<I extends Invariant>(make: (state: ObservedState) => I, url = '') {
  const state = new ObservedState()
  const invariant = make(state)
  const step = (wireStep: WireStep, decoded?: DecodedFrame): void => {
    state.clock = wireStep.at
    state.apply(wireStep)
    if (decoded?.type === 'event' && decoded.event !== undefined)
      state.applyEvent(state.socket(wireStep.socket), decoded.stream, decoded.event)
    invariant.onWireStep?.(wireStep, decoded)
    if (wireStep.type === 'closed') state.remove(wireStep.socket)
    if (decoded?.type === 'reply' && decoded.reply.id !== undefined)
      state.applyReply(state.socket(wireStep.socket), decoded.reply.id, decoded.reply.result)
    if (decoded?.type === 'event') state.socket(wireStep.socket).frames.set(decoded.stream, wireStep.at)
  }
  /** What happens on one socket. */
  const on = (socket: number) => {
    const frame = (at: number, decoded: DecodedFrame): void =>
      step({ type: 'frame', socket, at, text: '{}' }, decoded)
    return {
      frame,
      command: (at: number, id: number, method: string, ...params: readonly string[]): void =>
        step({ type: 'command', socket, at, text: JSON.stringify({ method, params, id }) }),
      /** Streams are a list, `null` acknowledges, `undefined` rejects. */
      reply: (at: number, id: number, result: readonly string[] | null | undefined): void =>
        frame(at, { type: 'reply', reply: { id, result } }),
      beginClose: (at: number): void => step({ type: 'leave', socket, at }),
      closed: (at: number, code: number): void => step({ type: 'closed', socket, at, code, reason: 'test' }),
    }
  }
  /** Another session of connection 0. */
  const open = (at: number, socket: number, address = url): ReturnType<typeof on> => {
    step({ type: 'connect', socket, at, url: address })
    step({ type: 'open', socket, at })
    return on(socket)
  }
  invariant.onStatus?.({ connection: 0, at: 0, type: 'connecting', url: '' })
  open(0, 1)
  invariant.onStatus?.({ connection: 0, at: 0, type: 'open' })
  return {
    state,
    invariant,
    on,
    open,
    ...on(1),
    /** A subscriber of streams, with the connections that deliver them where known. */
    subscribe: (
      connections: Readonly<Record<string, number>>,
      ...unplaced: readonly string[]
    ): Subscriber => {
      const streams = new Set([...Object.keys(connections), ...unplaced])
      const subscriber = {
        name: 'subscriber',
        streams,
        connections: new Map(Object.entries(connections)),
        alive: true,
      }
      invariant.onSubscribe?.(subscriber)
      state.subscribers.add(subscriber)
      return subscriber
    },
  }
}
