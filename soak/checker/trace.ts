/** The latest steps of a run, formatted for a report. */
import type { ConnectionStatus } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import { cleanText } from '../../src/validation/clean-text.js'

const CAPACITY = 80
const WIDTH = 150

interface Entry {
  readonly at: number
  readonly what: string | WireStep | ConnectionStatus
}

export class Trace {
  #entries: Entry[] = []
  #hasEnded = false

  add(at: number, what: string): void {
    this.#push({ at, what })
  }

  /** Adds the last entry: later ones are ignored. */
  end(at: number, what: string): void {
    this.add(at, what)
    this.#hasEnded = true
  }

  addStep(step: WireStep): void {
    this.#push({ at: step.at, what: step })
  }

  addStatus(status: ConnectionStatus, at: number): void {
    this.#push({ at, what: status })
  }

  /** The newest entries, a line each, with their time after `start`. */
  lines(start: number): string[] {
    return this.#entries
      .slice(-CAPACITY)
      .map(
        ({ at, what }) =>
          `${clock(at - start)}  ${cleanText(typeof what === 'string' ? what : describe(what), WIDTH)}`,
      )
  }

  #push(entry: Entry): void {
    if (this.#hasEnded) return
    this.#entries.push(entry)
    if (this.#entries.length > 2 * CAPACITY) this.#entries = this.#entries.slice(-CAPACITY)
  }
}

function describe(what: WireStep | ConnectionStatus): string {
  if ('connection' in what) {
    const { type, connection, at: _, ...rest } = what
    const details = Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`)
    return `connection ${connection} is ${[type, ...details].join(', ')}`
  }
  const { socket } = what
  switch (what.type) {
    case 'frame':
      return `socket ${socket} → ${what.text}`
    case 'command':
      return `socket ${socket} ← ${what.text}`
    case 'closed':
      return `socket ${socket} closed ${what.code} ${what.reason}`
    case 'connect':
      return `socket ${socket} connects`
    case 'open':
      return `socket ${socket} is open`
    case 'leave':
      return `socket ${socket} is being closed by the client`
  }
}

/** `12:31.250`: minutes, seconds, milliseconds. */
function clock(milliseconds: number): string {
  const seconds = (milliseconds % 60_000) / 1_000
  return `${Math.floor(milliseconds / 60_000)}:${seconds.toFixed(3).padStart(6, '0')}`
}
