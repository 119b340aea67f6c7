/**
 * Records the assertions of marble specs while they run, for `npm run diagrams`, into the folder
 * RXMARKET_DIAGRAMS. Without that variable it does nothing.
 */
import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Observable } from 'rxjs'
import type * as testing from 'rxjs/testing'
import type { MarketDiagrams } from '../src/testing/index.js'
import type * as kit from '../src/testing/market/marble-feed.js'
import { isNamed, labelOf, type Named } from './recorder-label.js'

/** A notification on a line of a diagram, at a frame counted from the start of the test. */
interface Message {
  readonly frame: number
  readonly kind: 'N' | 'E' | 'C'
  readonly label: string
}

interface Line {
  /** The text before the line; empty where there is none. */
  readonly title: string
  /** As in the spec. */
  readonly marbles: string
  readonly messages: readonly Message[]
}

interface Asserted extends Line {
  /** The line of the spec that calls `expectObservable`. */
  readonly at: number
}

/** One test that asserted a diagram. */
interface Recorded {
  readonly spec: string
  readonly test: string
  readonly inputs: readonly Line[]
  readonly outputs: readonly Asserted[]
}

type Drawn = Pick<ReturnType<testing.RunHelpers['hot']>, 'messages' | 'subscriptions'>
type Values = Readonly<Record<string, unknown>>

/** The specs with diagrams for readers. */
const DRAWN = /^(marbles|spec\/operators)\//

const folder = process.env['RXMARKET_DIAGRAMS']
if (folder !== undefined && DRAWN.test(specPath())) record(folder)

function record(to: string): void {
  const { TestScheduler } = jest.requireActual<typeof testing>('rxjs/testing')
  const recorded: Recorded[] = []
  let inputs: (() => readonly Line[])[] = []
  let outputs: Asserted[] = []

  class Recorder extends TestScheduler {
    override run<T>(callback: (helpers: testing.RunHelpers) => T): T {
      inputs = []
      outputs = []
      const result = super.run(({ cold, hot, ...others }) =>
        callback({
          ...others,
          cold: <V>(marbles: string, values?: Record<string, V>, error?: unknown) => {
            const drawn$ = cold(marbles, values, error)
            inputs.push(() => drawnLines(marbles, drawn$, drawn$.subscriptions[0]?.subscribedFrame ?? 0))
            return drawn$
          },
          hot: <V>(marbles: string, values?: Record<string, V>, error?: unknown) => {
            const drawn$ = hot(marbles, values, error)
            inputs.push(() => drawnLines(marbles, drawn$, 0))
            return drawn$
          },
        }),
      )
      if (outputs.length > 0) {
        recorded.push({
          spec: specPath(),
          test: expect.getState().currentTestName ?? '',
          inputs: inputs.flatMap(lines => lines()),
          outputs,
        })
      }
      return result
    }

    override expectObservable<T>(actual$: Observable<T>, subscription?: string | null) {
      const at = lineOfCaller(specPath())
      const expectation = super.expectObservable(actual$, subscription)
      const toBe = (marbles: string, values?: Values, error?: unknown): void => {
        const messages = TestScheduler.parseMarbles(marbles, values, error, true, true)
        outputs.push({ ...lineOf(marbles, messages, 0), at })
        expectation.toBe(marbles, values, error)
      }
      return { ...expectation, toBe }
    }
  }
  jest.doMock('rxjs/testing', () => ({ TestScheduler: Recorder }))

  // A marble market is drawn by its channels, not by the observables that it creates.
  jest.doMock<typeof kit>('../src/testing/market/marble-feed', () => {
    const actual = jest.requireActual<typeof kit>('../src/testing/market/marble-feed')
    return {
      ...actual,
      marbleFeed: (helpers, diagrams, values, onSetupError) => {
        const feed = actual.marbleFeed(helpers, diagrams, values, onSetupError)
        // Read now: when time is over, RxJS counts in other frames.
        const drawn = channelsOf(diagrams).map(([title, marbles]) => {
          const messages = TestScheduler.parseMarbles(marbles, values, undefined, true, true)
          return { ...lineOf(marbles, messages, 0), title }
        })
        // A book is subscribed to by its diffs.
        const isOf = (title: string) =>
          feed.subscriptions.some(({ channel }) => channel.startsWith(title.replace(/^book /, 'depthDiff ')))
        inputs.push(() => drawn.filter(({ title }) => title === 'connection' || isOf(title)))
        return feed
      },
    }
  })

  afterAll(() => {
    if (recorded.length === 0) return
    const name = specPath()
      .replaceAll('/', '__')
      .replace(/\.spec\.ts$/, '.json')
    writeFileSync(join(to, name), JSON.stringify(recorded))
  })
}

/** Each diagram and what it is of. */
function channelsOf({ answers: _notDrawn, ...diagrams }: MarketDiagrams): (readonly [string, string])[] {
  return Object.entries(diagrams).flatMap(([kind, drawn]) =>
    typeof drawn === 'string'
      ? [[kind, drawn] as const]
      : Object.entries(drawn).map(([rest, marbles]) => [`${kind} ${rest}`, marbles] as const),
  )
}

/** The line of a `cold` or `hot` diagram that was subscribed to. */
function drawnLines(marbles: string, { messages, subscriptions }: Drawn, start: number): Line[] {
  return marbles === '' || subscriptions.length === 0 ? [] : [lineOf(marbles, messages, start)]
}

function lineOf(marbles: string, messages: Drawn['messages'], start: number): Line {
  const named = messages.flatMap(({ notification }) =>
    notification.kind === 'N' && isNamed(notification.value) ? [notification.value] : [],
  )
  // Letters in the order of the messages. A digit may be one, or part of a time such as `5ms `.
  const letters = marbles.replaceAll(/(^|\s)\d+(\.\d+)?(ms|s|m)(?=\s|$)/g, ' ').match(/[^-\s|#^!()]/g) ?? []
  let next = 0
  return {
    title: titleOf(named),
    marbles: marbles.trim(),
    messages: messages.map(({ frame, notification }) => ({
      frame: frame + start,
      kind: notification.kind,
      label: notification.kind === 'N' ? labelOf(notification.value, letters[next++] ?? '') : '',
    })),
  }
}

/** The common properties of a line's events. */
function titleOf(named: readonly Named[]): string {
  const types = [...new Set(named.map(({ type }) => type))]
  const symbols = new Set(named.map(({ symbol }) => symbol))
  return [types.join(', '), ...(symbols.size === 1 ? symbols : [])].join(' ').trim()
}

/** The line of the spec that is now being run. */
function lineOfCaller(path: string): number {
  const frame = new Error().stack?.split('\n').find(line => line.includes(path))
  return Number(/:(\d+):\d+\)?$/.exec(frame ?? '')?.[1] ?? NaN)
}

function specPath(): string {
  return relative(process.cwd(), expect.getState().testPath ?? '')
}
