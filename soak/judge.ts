/** The judge: hears of everything, tells every law of it, and keeps the first breach and what led to it. */
import type { ConnectionStatus, MarketError, MarketEvent } from '../src/index.js'
import type { Exchange, Received, Sent } from '../src/simulator/index.js'
import type { WireStep } from '../src/testing/index.js'
import { type Law, LawBroken } from './law.js'
import { Commands } from './laws/commands.js'
import { Complaints } from './laws/complaints.js'
import { Delivery } from './laws/delivery.js'
import { Endings } from './laws/endings.js'
import { Limits } from './laws/limits.js'
import { Lives } from './laws/lives.js'
import { Patience } from './laws/patience.js'
import { Subscriptions } from './laws/subscriptions.js'
import type { Client } from './plan.js'
import { Scene, type Subscriber } from './scene.js'
import { Trace } from './trace.js'
import { Vigilance } from './laws/vigilance.js'
import { Wire } from './laws/wire.js'
import { Truth } from './truth.js'

export interface JudgeOptions extends Client {
  /** What decimals become. */
  readonly decimal: (text: string) => unknown
  readonly exchange: Exchange
  /** Of the wire, each way, ms. */
  readonly latency: number
  readonly now: () => number
  /** Told of the first breach, from within whatever caused it. */
  readonly broken: (breach: LawBroken) => void
}

export class Judge {
  readonly scene = new Scene()
  readonly trace = new Trace()
  readonly #truth: Truth
  readonly #laws: readonly Law[]
  readonly #options: JudgeOptions
  breach: LawBroken | undefined

  constructor(options: JudgeOptions) {
    const { scene } = this
    const law = <L extends Law>(make: (broken: (what: string) => never) => L): L => {
      const made: L = make(what => {
        throw new LawBroken(made.name, what)
      })
      return made
    }
    this.#options = options
    this.#truth = new Truth(options.decimal)
    this.#laws = [
      law(broken => new Wire(scene, options.exchange, options.latency, broken)),
      law(broken => new Delivery(scene, broken)),
      law(broken => new Lives(scene, options, broken)),
      law(broken => new Patience(options.reconnect, broken)),
      law(broken => new Endings(scene, broken)),
      law(broken => new Commands(scene, options, broken)),
      law(broken => new Complaints(scene, options, broken)),
      law(broken => new Vigilance(scene, options, broken)),
      law(broken => new Subscriptions(scene, options.exchange, broken)),
      law(broken => new Limits(broken)),
    ]
  }

  step(step: WireStep): void {
    // What the exchange says comes by itself; what the client says may come within something else.
    if (step.type === 'frame' || step.type === 'open' || step.type === 'closed') this.settled()
    this.#hear(() => {
      this.trace.step(step)
      this.scene.note(step)
      const meaning = step.type === 'frame' ? this.#truth.read(step.text, step.at) : undefined
      for (const law of this.#laws) law.step?.(step, meaning)
      if (step.type === 'closed') this.scene.forget(step.socket)
      if (meaning?.type === 'reply' && meaning.reply.id !== undefined) {
        this.scene.noteReply(this.scene.socket(step.socket), meaning.reply.id, meaning.reply.result)
      }
    })
  }

  /** Everything that the last thing set off is over. */
  settled(): void {
    this.#tell(law => law.settled?.())
  }

  status(status: ConnectionStatus): void {
    this.trace.status(status)
    this.#tell(law => law.status?.(status))
  }

  /** Looks at what somebody who subscribes to `connection$` now gets first. */
  present(statuses: readonly ConnectionStatus[]): void {
    this.#tell(law => law.present?.(statuses))
  }

  error(error: MarketError): void {
    this.trace.note(this.#options.now(), `errors$ ${error.code}: ${error.message}`)
    this.#tell(law => law.error?.(error))
  }

  anyEvent(event: MarketEvent<unknown>): void {
    this.#tell(law => law.anyEvent?.(event))
  }

  joining(subscriber: Subscriber): void {
    this.trace.note(this.#options.now(), `${subscriber.name} joins ${[...subscriber.streams].join(', ')}`)
    this.#tell(law => law.joining?.(subscriber))
    this.scene.subscribers.add(subscriber)
  }

  leaving(subscriber: Subscriber): void {
    this.trace.note(this.#options.now(), `${subscriber.name} leaves`)
    this.scene.subscribers.delete(subscriber)
    this.#tell(law => law.leaving?.(subscriber))
  }

  event(subscriber: Subscriber, event: MarketEvent<unknown>): void {
    this.#tell(law => law.event?.(subscriber, event))
  }

  /** Its observable has ended: with an error, or complete when there is none. */
  ended(subscriber: Subscriber, error: unknown): void {
    const how = error instanceof Error ? `hears ${error.message}` : 'is complete'
    this.trace.note(this.#options.now(), `${subscriber.name} ${how}`)
    this.scene.subscribers.delete(subscriber)
    this.#tell(law => law.ended?.(subscriber, error))
  }

  received(message: Received): void {
    this.#tell(law => law.received?.(message))
  }

  sent(message: Sent): void {
    this.#tell(law => law.sent?.(message))
  }

  closing(): void {
    this.trace.note(this.#options.now(), 'the market is closed')
    this.scene.isMarketClosed = true
    this.#tell(law => law.closing?.())
  }

  livesCompleted(): void {
    this.#tell(law => law.livesCompleted?.())
  }

  calm(): void {
    this.trace.note(this.#options.now(), 'all should have settled by now')
    this.settled()
    this.#tell(law => law.calm?.())
  }

  over(): void {
    this.settled()
    this.#tell(law => law.over?.())
  }

  #tell(tell: (law: Law) => void): void {
    this.#hear(() => {
      this.scene.now = this.#options.now()
      for (const law of this.#laws) tell(law)
    })
  }

  #hear(work: () => void): void {
    if (this.breach !== undefined) return
    try {
      work()
    } catch (error) {
      if (!(error instanceof LawBroken)) throw error
      this.breach = error
      this.trace.end(this.#options.now(), `✗ ${error.message}`)
      this.#options.broken(error)
    }
  }
}
