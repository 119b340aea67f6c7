/** The last things that happened, to be read by whoever wonders how it came to that. */
import type { ConnectionStatus } from '../src/index.js'
import type { WireStep } from '../src/testing/index.js'

const CAPACITY = 80
const WIDTH = 150

interface Entry {
  readonly at: number
  readonly what: string | WireStep | ConnectionStatus
}

export class Trace {
  #entries: Entry[] = []
  #isOver = false

  note(at: number, what: string): void {
    this.#add({ at, what })
  }

  /** The last of it: what comes after is no matter. */
  end(at: number, what: string): void {
    this.note(at, what)
    this.#isOver = true
  }

  step(step: WireStep): void {
    this.#add({ at: step.at, what: step })
  }

  status(status: ConnectionStatus): void {
    this.#add({ at: status.at, what: status })
  }

  /** The newest entries, a line each, with their time after `start`. */
  lines(start: number): string[] {
    return this.#entries
      .slice(-CAPACITY)
      .map(({ at, what }) => `${clock(at - start)}  ${shorten(typeof what === 'string' ? what : told(what))}`)
  }

  #add(entry: Entry): void {
    if (this.#isOver) return
    this.#entries.push(entry)
    if (this.#entries.length > 2 * CAPACITY) this.#entries = this.#entries.slice(-CAPACITY)
  }
}

function told(what: WireStep | ConnectionStatus): string {
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
      return `socket ${socket} is left by the client`
  }
}

/** `12:31.250`: minutes, seconds, milliseconds. */
export function clock(milliseconds: number): string {
  const seconds = (milliseconds % 60_000) / 1_000
  return `${Math.floor(milliseconds / 60_000)}:${seconds.toFixed(3).padStart(6, '0')}`
}

function shorten(text: string): string {
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text
}
