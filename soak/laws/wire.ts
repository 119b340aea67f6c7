/**
 * What comes out of the wire is what the exchange put on it, in order and without a hole. Of a link that the exchange closes with a close
 * frame all of it comes out, before the close; of a link that breaks, or that the client leaves, whatever had come that far.
 */
import type { Exchange, Sent } from '../../src/simulator/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Broken, Law } from '../law.js'
import type { Scene } from '../scene.js'

const BROKEN = 1006

export class Wire implements Law {
  readonly name = 'wire'
  /** What is under way, by socket. */
  readonly #underWay = new Map<number, Sent[]>()
  /** Sockets by the exchange's connection. */
  readonly #sockets = new Map<number, number>()

  constructor(
    private readonly scene: Scene,
    private readonly exchange: Exchange,
    private readonly latency: number,
    private readonly broken: Broken,
  ) {}

  sent(message: Sent): void {
    const { connection } = message
    let socket = this.#sockets.get(connection)
    if (socket === undefined) {
      const path = this.exchange.connections.find(({ id }) => id === connection)?.path
      socket = Number(/\bsocket=(\d+)/.exec(path ?? '')?.[1])
      this.#sockets.set(connection, socket)
    }
    const list = this.#underWay.get(socket)
    if (list === undefined) this.#underWay.set(socket, [message])
    else list.push(message)
  }

  step(step: WireStep): void {
    if (step.type === 'frame') {
      const sent = this.#underWay.get(step.socket)?.shift()
      if (sent?.text === step.text) return
      this.broken(
        `socket ${step.socket} says ${step.text}, where the exchange said ${sent?.text ?? 'nothing'}`,
      )
    }
    if (step.type !== 'closed') return
    const left = this.#underWay.get(step.socket)?.length ?? 0
    this.#underWay.delete(step.socket)
    if (left > 0 && step.code !== BROKEN && !this.scene.socket(step.socket).isLeft) {
      this.broken(`socket ${step.socket} closed with ${step.code}, and ${left} messages had not come out`)
    }
  }

  calm(): void {
    for (const [socket, list] of this.#underWay) {
      const late = list.find(({ at }) => at + this.latency < this.scene.now)
      if (late !== undefined && this.scene.sockets.has(socket)) {
        this.broken(`socket ${socket} has not said ${late.text}, sent at ${late.at}`)
      }
    }
  }
}
