/** A socket of the client, observed from outside, and the commands on it. */
import type { WireStep } from '../../src/testing/index.js'

/** Milliseconds without a frame after which a client may suspect a connection. */
export const SILENCE = 900

/** A command of the client, as sent. */
export interface Command {
  readonly method: string
  readonly streams: readonly string[]
  readonly id: number
  readonly at: number
  /** When its first reply came; `Infinity` before. */
  answeredAt: number
}

/** One socket, from the client's `connect` to its end. */
export interface Socket {
  readonly number: number
  /** The connection of the pool that it serves. */
  readonly connection: number
  isOpen: boolean
  openedAt: number
  /** Whether its connection had another open socket when it opened. */
  isBeside: boolean
  /** The client has begun to close it, and ignores later frames. */
  isClosing: boolean
  /** The number of the step with which it was of no use any more; `Infinity` before. */
  endedAtStep: number
  /** By id. */
  readonly commands: Map<number, Command>
  latest: Command | undefined
  /**
   * Streams that the exchange has confirmed, and has not been sent an UNSUBSCRIBE for since; with
   * the time.
   */
  readonly confirmed: Map<string, number>
  /** The last frame of each stream. */
  readonly frames: Map<string, number>
  lastFrameAt: number
  /** When the last silence that has ended was {@link SILENCE} long, and when it ended. */
  silentAt: number
  silenceEndedAt: number
}

/** A socket that a connection has begun to open. */
export const createSocket = ({ socket, at }: WireStep, connection: number): Socket => ({
  number: socket,
  connection,
  isOpen: false,
  openedAt: Infinity,
  isBeside: false,
  isClosing: false,
  endedAtStep: Infinity,
  commands: new Map(),
  latest: undefined,
  confirmed: new Map(),
  frames: new Map(),
  lastFrameAt: at,
  silentAt: -Infinity,
  silenceEndedAt: -Infinity,
})

export function parseCommand(text: string, at: number): Command {
  const { method, params = [], id } = JSON.parse(text) as { method: string; params?: string[]; id: number }
  return { method, streams: params, id, at, answeredAt: Infinity }
}
