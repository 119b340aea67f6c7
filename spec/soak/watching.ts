/** One connection as a bystander sees it, for a law that is told of it by hand. */
import type { Broken, Law } from '../../soak/law.js'
import { Scene, type Subscriber } from '../../soak/scene.js'
import type { Meaning } from '../../soak/truth.js'
import type { WireStep } from '../../src/testing/index.js'

/** What the client of these stories was told to keep to. */
export const client = { commandTimeout: 5_000, heartbeatInterval: 30_000, closeTimeout: 2_000 }
export const LIST = 'LIST_SUBSCRIPTIONS'

/** Throws what a law says. */
export const broken: Broken = what => {
  throw new Error(what)
}

/** A law that watches connection 0 on socket 1, which opens at 0. Each act has its time. */
export function watching<L extends Law>(make: (scene: Scene) => L) {
  const scene = new Scene()
  const law = make(scene)
  const step = (whole: WireStep, meaning?: Meaning): void => {
    scene.note(whole)
    law.step?.(whole, meaning)
    if (whole.type === 'closed') scene.forget(whole.socket)
    if (meaning?.type === 'reply' && meaning.reply.id !== undefined)
      scene.noteReply(scene.socket(1), meaning.reply.id, meaning.reply.result)
  }
  const frame = (at: number, meaning: Meaning): void =>
    step({ type: 'frame', socket: 1, at, text: '{}' }, meaning)
  law.status?.({ connection: 0, at: 0, type: 'connecting', url: '' })
  step({ type: 'connect', socket: 1, at: 0, url: '' })
  step({ type: 'open', socket: 1, at: 0 })
  law.status?.({ connection: 0, at: 0, type: 'open' })
  return {
    scene,
    law,
    frame,
    command: (at: number, id: number, method: string, ...params: readonly string[]): void =>
      step({ type: 'command', socket: 1, at, text: JSON.stringify({ method, params, id }) }),
    /** Streams are a list, `null` is done, `undefined` is a refusal. */
    reply: (at: number, id: number, result: readonly string[] | null | undefined): void =>
      frame(at, { type: 'reply', reply: { id, result } }),
    leave: (at: number): void => step({ type: 'leave', socket: 1, at }),
    closed: (at: number, code: number): void =>
      step({ type: 'closed', socket: 1, at, code, reason: 'so it is' }),
    /** Somebody who listens to streams, of which it is known over which connection they come. */
    somebody: (over: Readonly<Record<string, number>>, ...unplaced: readonly string[]): Subscriber => {
      const streams = new Set([...Object.keys(over), ...unplaced])
      const subscriber = { name: 'somebody', streams, over: new Map(Object.entries(over)), alive: true }
      law.joining?.(subscriber)
      scene.subscribers.add(subscriber)
      return subscriber
    },
  }
}
