/** The letters of a connection's diagram, and what each does to the connection. */
import type { MarbleConnection } from './marble-connection.js'
import { type Marble, parseMarbles } from './marble.js'
import type { Timeline } from './timeline.js'

/** Parses a diagram of a connection. Throws for a letter that means nothing there. */
export function parseConnection(diagram: string): readonly Marble[] {
  const marbles = parseMarbles(diagram)
  const unknown = marbles.find(({ mark }) => !'LDSF|'.includes(mark))
  if (unknown === undefined) return marbles
  throw new Error(
    `connection '${diagram}': ${unknown.mark} has no meaning; L is live, D dropped, S silent, F failed for good, | the market closed`,
  )
}

/** Schedules what is drawn. A reconnect attempt is due at the next marble. */
export function scheduleConnection(
  marbles: readonly Marble[],
  { at }: Timeline,
  connection: MarbleConnection,
  close: () => void,
): void {
  marbles.forEach((marble, index) => {
    const next = marbles[index + 1]
    const delay = next === undefined ? undefined : next.frame - marble.frame
    const actions: Readonly<Record<string, () => void>> = {
      L: () => connection.restore(),
      D: () => connection.drop(delay),
      S: () => connection.stall(delay),
      F: () => connection.fail(),
      '|': close,
    }
    at(marble, () => actions[marble.mark]?.())
  })
}
