/**
 * Describes how the actual notifications differ from the drawn ones; returns `undefined` when they
 * match.
 */
import type { ObservableNotification } from 'rxjs'
import { parseMarbles } from '../market/marble.js'
import { describeDifference, type Difference, differences } from './difference.js'
import { drawTogether, type Mark } from './draw.js'
import { show } from './show.js'

/** A notification and its frame. */
export interface Message {
  readonly frame: number
  readonly notification: ObservableNotification<unknown>
}

export type Compare = (actual: unknown, expected: unknown) => readonly Difference[]

/** The diagram and values of the test; empty when it compares two observables. */
export interface Written {
  readonly diagram?: string
  readonly values?: Readonly<Record<string, unknown>> | undefined
}

const MAX_DIFFERENCES = 5

export function explainMessages(
  actual: readonly Message[],
  expected: readonly Message[],
  { diagram, values }: Written,
  compare: Compare,
): string | undefined {
  const isEqual = (a: unknown, e: unknown): boolean => compare(a, e).length === 0
  const letters = new Map<string, unknown>(Object.entries(values ?? {}))
  const marks = diagram === undefined ? [] : parseMarbles(diagram)
  const wanted = expected.map((message, index) => marked(message, marks[index]?.mark ?? nameOf(message)))
  const pairs = pairUp(actual, wanted)
  const seen = pairs.flatMap(({ a, e }) => (a === undefined ? [] : [marked(a, markOf(a, e))]))
  const faults = pairs.filter(({ a, e }) => a === undefined || e === undefined || !isSame(a, e))
  if (faults.length === 0) return undefined

  const [expectedLine, actualLine] = drawTogether([wanted, seen])
  const lines = faults
    .slice(0, MAX_DIFFERENCES)
    .map(({ a, e }) => describePair(a && marked(a, markOf(a, e)), e))
  const more = faults.length > MAX_DIFFERENCES ? [`… and ${faults.length - MAX_DIFFERENCES} more`] : []
  return [
    'the result differs from the diagram',
    '',
    `expected  ${expectedLine || 'nothing'}`,
    `actual    ${actualLine || 'nothing'}`,
    '',
    ...lines,
    ...more,
  ]
    .join('\n  ')
    .replaceAll('  \n', '\n')

  function isSame(a: Message, e: Message): boolean {
    return a.notification.kind === e.notification.kind && differing(a, e).length === 0
  }

  /** Errors are compared by their fields, whatever equality the test uses for values. */
  function differing(a: Message, e: Message): readonly Difference[] {
    const compared = a.notification.kind === 'N' ? compare : differences
    return compared(valueOf(a), valueOf(e))
  }

  /**
   * The mark of a message: the expected one if equal, else any letter with the same value, else
   * `?`.
   */
  function markOf(a: Message, e: MarkedMessage | undefined): string {
    if (a.notification.kind !== 'N') return nameOf(a)
    if (e !== undefined && isSame(a, e)) return e.mark
    if (letters.size === 0) return nameOf(a)
    return [...letters].find(([, value]) => isEqual(valueOf(a), value))?.[0] ?? '?'
  }

  function describePair(a: MarkedMessage | undefined, e: MarkedMessage | undefined): string {
    const at = `frame ${(a ?? e)?.frame}: `
    if (a === undefined) return `${at}expected ${e === undefined ? '' : describe(e)}, got nothing`
    if (e === undefined) return `${at}got ${describe(a)}, expected nothing`
    const lines = [`${at}expected ${describe(e)}`, `${' '.repeat(at.length)}got      ${describe(a)}`]
    if (a.notification.kind === e.notification.kind) {
      const fields = differing(a, e).filter(({ path }) => path !== '')
      lines.push(
        ...fields.slice(0, MAX_DIFFERENCES).map(difference => `    ${describeDifference(difference)}`),
      )
      if (fields.length > MAX_DIFFERENCES)
        lines.push(`    … and ${fields.length - MAX_DIFFERENCES} more fields`)
      if (e.notification.kind === 'E' && e.notification.error === 'error')
        lines.push(
          "    # alone is the error 'error': name another as the third argument of toBe, whole or by its fields, such as { code: 'RECONNECT_FAILED' }",
        )
    }
    return lines.join('\n  ')
  }
}

type MarkedMessage = Message & Mark

interface Pair {
  readonly a: Message | undefined
  readonly e: MarkedMessage | undefined
}

/** Pairs actual with expected messages, frame by frame and in order. */
function pairUp(actual: readonly Message[], expected: readonly MarkedMessage[]): readonly Pair[] {
  const frames = [...new Set([...actual, ...expected].map(({ frame }) => frame))].sort((a, b) => a - b)
  return frames.flatMap(frame => {
    const [as, es] = [actual, expected].map(list => list.filter(message => message.frame === frame)) as [
      Message[],
      MarkedMessage[],
    ]
    return Array.from({ length: Math.max(as.length, es.length) }, (_, n) => ({ a: as[n], e: es[n] }))
  })
}

function marked(message: Message, mark: string): MarkedMessage {
  return { ...message, mark }
}

/** The default mark of a message without a letter. */
function nameOf({ notification }: Message): string {
  if (notification.kind === 'C') return '|'
  if (notification.kind === 'E') return '#'
  return typeof notification.value === 'string' && [...notification.value].length === 1
    ? notification.value
    : '?'
}

function valueOf({ notification }: Message): unknown {
  return notification.kind === 'N'
    ? notification.value
    : notification.kind === 'E'
      ? (notification.error as unknown)
      : undefined
}

function describe(message: MarkedMessage): string {
  return message.notification.kind === 'C' ? '|' : `${message.mark} = ${show(valueOf(message))}`
}
