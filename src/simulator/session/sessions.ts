/** The open sessions of an exchange. */
import type { Target, TargetResolver } from '../faults/active/target.js'
import type { Session } from './session.js'

export class Sessions implements TargetResolver {
  readonly #sessions = new Map<number, Session>()
  #ids = 0
  /** Messages sent over sessions that have ended. */
  #sentByEnded = 0

  /** The id of the next session; ids count from 1. */
  nextId(): number {
    return ++this.#ids
  }

  add(session: Session): void {
    if (!session.ended) this.#sessions.set(session.id, session)
  }

  remove({ id, sent }: Session): void {
    this.#sentByEnded += sent
    this.#sessions.delete(id)
  }

  /** The open sessions, oldest first. */
  get open(): Session[] {
    return [...this.#sessions.values()]
  }

  /** Messages sent over all sessions, ended ones included. */
  get sent(): number {
    let sent = this.#sentByEnded
    for (const session of this.#sessions.values()) sent += session.sent
    return sent
  }

  /** The open sessions that a target includes. */
  select({ connection }: Target): Session[] {
    if (connection === undefined) return this.open
    const session = this.#sessions.get(this.resolve(connection) ?? NaN)
    return session === undefined ? [] : [session]
  }

  resolve(connection: number | 'oldest' | 'newest'): number | undefined {
    if (typeof connection === 'number') return connection
    const ids = [...this.#sessions.keys()]
    return connection === 'oldest' ? ids[0] : ids.at(-1)
  }
}
