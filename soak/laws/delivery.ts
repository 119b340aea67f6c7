/**
 * Every event that comes out of the wire for a stream that somebody listens to reaches him once, in order, whole, and before anything
 * else happens; nothing else reaches him. A frame that is not what the exchange documents reaches nobody and is told on `errors$`
 * once; a frame of a stream that nobody wants is nobody's business.
 *
 * What counts is what comes out at the client's end of a socket in use. What the exchange sent on a link that dies before it has come
 * out is lost, as on any TCP connection; what comes out on a socket that the client has begun to leave is nobody's any more.
 */
import type { ConnectionStatus, MarketEvent } from '../../src/index.js'
import type { Broken, Law } from '../law.js'
import type { Scene, Subscriber } from '../scene.js'
import type { Fields, Meaning } from '../truth.js'
import type { WireStep } from '../../src/testing/index.js'

interface Due {
  readonly stream: string
  readonly connection: number
  readonly event: Fields
  /** It is not known yet whether this stream comes to him over this connection. */
  readonly isMaybe: boolean
}

export class Delivery implements Law {
  readonly name = 'delivery'
  readonly #scene: Scene
  readonly #broken: Broken
  readonly #due = new Map<Subscriber, Due[]>()
  /** Connections that a stream does not come over. */
  readonly #not = new WeakMap<Subscriber, Set<string>>()
  /** Who carried a stream when he came: it comes to him over one of them. */
  readonly #carriers = new WeakMap<Subscriber, Map<string, Set<number>>>()
  /** Connections that have just been given up: who is still on them is about to hear of it. */
  readonly #failed = new Set<number>()
  /** How many complaints, and how many events on `events$`, the last frame has still to cause, and may. */
  #complaints = { least: 0, most: 0 }
  #events = { least: 0, most: 0 }

  constructor(scene: Scene, broken: Broken) {
    this.#scene = scene
    this.#broken = broken
  }

  step(step: WireStep, meaning: Meaning | undefined): void {
    if (step.type !== 'frame' || meaning === undefined) return
    const socket = this.#scene.socket(step.socket)
    if (socket.isLeft || meaning.type === 'reply') return
    if (meaning.type === 'nonsense') {
      // A frame that was cut may still show whose it was: then it is its listeners' business alone.
      const isSomeStreams = step.text.startsWith('{"stream":"')
      this.#complaints = { least: isSomeStreams ? 0 : 1, most: 1 }
      return
    }
    const { stream, event } = meaning
    const { connection } = socket
    let isWanted = false
    let mayBeWanted = false
    for (const subscriber of this.#scene.subscribers) {
      if (!subscriber.streams.has(stream)) continue
      const over = subscriber.over.get(stream)
      if (over !== undefined && over !== connection) continue
      const isMaybe = over === undefined
      if (isMaybe && this.#not.get(subscriber)?.has(`${stream} ${connection}`) === true) continue
      if (isMaybe) mayBeWanted = true
      else isWanted = true
      if (event === undefined) continue
      const due = { stream, connection, event, isMaybe }
      const list = this.#due.get(subscriber)
      if (list === undefined) this.#due.set(subscriber, [due])
      else list.push(due)
    }
    if (!isWanted && !mayBeWanted) return
    const consequence = { least: isWanted ? 1 : 0, most: 1 }
    if (event !== undefined) this.#events = consequence
    else this.#complaints = consequence
  }

  status({ type, connection }: ConnectionStatus): void {
    if (type === 'failed') this.#failed.add(connection)
  }

  joining(subscriber: Subscriber): void {
    const carriers = new Map<string, Set<number>>()
    for (const { over } of this.#scene.subscribers) {
      for (const [stream, connection] of over) {
        if (!this.#failed.has(connection))
          carriers.set(stream, (carriers.get(stream) ?? new Set()).add(connection))
      }
    }
    this.#carriers.set(subscriber, carriers)
  }

  event(subscriber: Subscriber, event: MarketEvent<unknown>): void {
    const list = this.#due.get(subscriber) ?? []
    for (;;) {
      const due = list.shift()
      if (due === undefined) {
        this.#broken(
          `${subscriber.name} got an event that is not due, a second time or out of order: ${show(event)}`,
        )
      }
      const difference = differenceOf(due.event, event)
      if (difference === undefined) {
        if (due.isMaybe) this.#place(subscriber, due)
        return
      }
      if (!due.isMaybe) {
        this.#broken(
          `${subscriber.name} should get ${show(due.event)} of ${due.stream} now, and got ${show(event)}: ${difference} differs`,
        )
      }
      this.#exclude(subscriber, due)
    }
  }

  anyEvent(event: MarketEvent<unknown>): void {
    this.#events = fewer(this.#events)
    if (this.#events.most < 0)
      this.#broken(`events$ told an event that is not due, or told it twice: ${show(event)}`)
  }

  error({ code }: { readonly code: string }): void {
    if (code !== 'DECODE_FAILED') return
    this.#complaints = fewer(this.#complaints)
    if (this.#complaints.most < 0)
      this.#broken('errors$ told of a frame that was as documented, or told it twice')
  }

  leaving(subscriber: Subscriber): void {
    // Who leaves on hearing of an event does not hear of it a second time in another place.
    this.#due.delete(subscriber)
  }

  ended(subscriber: Subscriber): void {
    this.#due.delete(subscriber)
  }

  settled(): void {
    this.#failed.clear()
    for (const [subscriber, list] of this.#due) {
      for (const due of list) {
        if (!due.isMaybe) this.#broken(`${subscriber.name} did not get ${show(due.event)} of ${due.stream}`)
        this.#exclude(subscriber, due)
      }
    }
    this.#due.clear()
    if (this.#complaints.least > 0) this.#broken('errors$ did not tell of a frame that is not as documented')
    if (this.#events.least > 0) this.#broken('events$ did not tell an event that a subscriber got')
    this.#complaints = this.#events = { least: 0, most: 0 }
  }

  /** It is known now over which connection a stream comes to somebody. */
  #place(subscriber: Subscriber, { stream, connection }: Due): void {
    const carriers = this.#carriers.get(subscriber)?.get(stream)
    if (carriers?.has(connection) === false) {
      this.#broken(
        `${subscriber.name} gets ${stream} over connection ${connection}, and connection ${[...carriers].join(' or ')} had it already`,
      )
    }
    subscriber.over.set(stream, connection)
  }

  #exclude(subscriber: Subscriber, { stream, connection }: Due): void {
    const not = this.#not.get(subscriber) ?? new Set()
    this.#not.set(subscriber, not.add(`${stream} ${connection}`))
  }
}

const fewer = ({ least, most }: { least: number; most: number }): { least: number; most: number } => ({
  least: least - 1,
  most: most - 1,
})

/** The first field in which an event differs from what it must be. */
function differenceOf(expected: Fields, actual: object, path = ''): string | undefined {
  for (const [name, value] of Object.entries(expected)) {
    const other = (actual as Fields)[name]
    if (Object.is(value, other)) continue
    if (typeof value !== 'object' || value === null || typeof other !== 'object' || other === null) {
      return path + name
    }
    if (Array.isArray(value) && (other as unknown[]).length !== value.length) return path + name
    const difference = differenceOf(value as Fields, other, `${path}${name}.`)
    if (difference !== undefined) return difference
  }
  return undefined
}

function show(event: object): string {
  const text = JSON.stringify(event)
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}
