/** Collects the expectations of a test, and compares them after virtual time has run. */
import type { Observable } from 'rxjs'
import { type RunHelpers, TestScheduler } from 'rxjs/testing'
import { channelPattern } from '../market/channel-name.js'
import type { MarbleMarket } from '../market/marble-market.js'
import { parseMarbles } from '../market/marble.js'
import { type Compare, explainMessages, type Message, type Written } from './explain.js'
import { explainChannels, explainSpans, type Span } from './explain-subscriptions.js'
import type { MarbleTime } from './time.js'

/** Values by letter. */
export type Letters = Readonly<Record<string, unknown>>

interface Expectation {
  /**
   * Returns a description of the failure, if any. `undefined` until `toBe` or `toEqual` is called.
   */
  check?: (actual: unknown, expected: unknown) => string | undefined
  /** The location in the test. */
  site: Error
}

export class Expectations {
  readonly #compare: Compare
  /** Checked by RxJS, in this order. */
  #drawn: Expectation[] = []
  #due: Expectation[] = []
  /** Checked by us. */
  #channels: Expectation[] = []
  #failures: Error[] = []
  #hasFlushed = false

  constructor(compare: Compare) {
    this.#compare = compare
  }

  /** Called by RxJS for each expectation in order. */
  readonly assertDeepEqual = (actual: unknown, expected: unknown): void => {
    const expectation = this.#due.shift()
    if (expectation !== undefined) this.#verify(expectation, actual, expected)
  }

  observable<T>({ expectObservable }: RunHelpers, observable$: Observable<T>, subscription?: string) {
    const expectation = this.#add(this.#drawn, 'expectObservable(…)', ".toBe('-a-|', { a: … })")
    const drawn = expectObservable(observable$, subscription ?? null)
    const setCheck = (written: Written): void => {
      expectation.check = (actual, expected) =>
        explainMessages(actual as Message[], expected as Message[], written, this.#compare)
    }
    return {
      toBe: (diagram: string, values?: object | null, error?: unknown): void => {
        checkLetters(diagram, values)
        expectation.site = new Error()
        setCheck({ diagram, values: (values ?? undefined) as Letters | undefined })
        drawn.toBe(diagram, values ?? undefined, error)
      },
      toEqual: (other$: Observable<T>): void => {
        expectation.site = new Error()
        setCheck({})
        drawn.toEqual(other$)
      },
    }
  }

  subscriptions({ expectSubscriptions }: RunHelpers, spans: readonly Span[]) {
    const expectation = this.#add(this.#drawn, 'expectSubscriptions(…)', ".toBe('^--!')")
    const { toBe } = expectSubscriptions(spans as Parameters<RunHelpers['expectSubscriptions']>[0])
    return {
      toBe: (diagrams: string | readonly string[]): void => {
        expectation.site = new Error()
        expectation.check = (actual, expected) => explainSpans(actual as Span[], expected as Span[])
        toBe([diagrams].flat())
      },
    }
  }

  channels({ subscriptions }: Pick<MarbleMarket, 'subscriptions'>) {
    const expectation = this.#add(
      this.#channels,
      'expectChannels(market)',
      ".toBe({ 'ticker BTCUSDT': '^--!' })",
    )
    return {
      toBe: (diagrams: Readonly<Record<string, string | readonly string[]>>): void => {
        expectation.site = new Error()
        const expected = new Map(
          Object.entries(diagrams).map(([key, drawn]) => {
            const [kind = '', ...rest] = key.split(' ')
            const spans = [drawn]
              .flat()
              .map(diagram => TestScheduler.parseMarblesAsSubscriptions(diagram, true))
            return [
              channelPattern(kind, rest.join(' ')).name,
              spans.filter(({ subscribedFrame }) => subscribedFrame !== Infinity),
            ]
          }),
        )
        expectation.check = () => explainChannels(subscriptions, expected)
      },
    }
  }

  /** Runs virtual time, then checks the expectations made so far. */
  flush(time: MarbleTime): void {
    this.#hasFlushed = true
    this.#due = this.#drawn.filter(({ check }) => check !== undefined)
    this.#drawn = this.#drawn.filter(({ check }) => check === undefined)
    time.flush()
    const channels = this.#channels.filter(({ check }) => check !== undefined)
    this.#channels = this.#channels.filter(({ check }) => check === undefined)
    for (const expectation of channels) this.#verify(expectation, undefined, undefined)
    const [first, ...others] = this.#failures
    this.#failures = []
    if (first === undefined) return
    if (others.length > 0)
      throw placed([first, ...others].map(({ message }) => message).join('\n\n'), first.stack)
    throw first
  }

  /**
   * Ends the test: throws when it expects nothing, or when an expectation has no `toBe` or
   * `toEqual`.
   */
  end(): void {
    const [incomplete] = [...this.#drawn, ...this.#channels].filter(({ check }) => check === undefined)
    if (incomplete !== undefined) throw incomplete.site
    if (this.#hasFlushed || this.#drawn.length + this.#channels.length > 0) return
    throw new Error(
      "this test expects nothing, so it cannot fail: use expectObservable(x$).toBe('-a-|'), or call flush() and assert yourself",
    )
  }

  #add(list: Expectation[], what: string, ending: string): Expectation {
    const site = new Error(`${what} is compared with nothing, so it cannot fail: end it with ${ending}`)
    const expectation = { site: placed(site.message, site.stack, 3) }
    list.push(expectation)
    return expectation
  }

  #verify({ check, site }: Expectation, actual: unknown, expected: unknown): void {
    const fault = check?.(actual, expected)
    if (fault !== undefined) this.#failures.push(placed(fault, site.stack, 1))
  }
}

/** Throws when a letter of the diagram has no value. */
export function checkLetters(diagram: string, values: object | null | undefined): void {
  if (values === undefined || values === null) return
  const missing = parseMarbles(diagram).find(({ mark }) => mark !== '|' && mark !== '#' && !(mark in values))
  if (missing === undefined) return
  const known = Object.keys(values).join(', ') || 'none'
  throw new Error(`'${diagram}': ${missing.mark} has no value; the values are ${known}`)
}

/**
 * An error that points into the test, not into this kit: at the stack of where it was written,
 * without our own lines.
 */
function placed(message: string, stack = '', ours = 0): Error {
  const error = new Error(message)
  const lines = stack.split('\n').filter(line => /^ {4}at /.test(line))
  if (lines.length > ours) error.stack = [`Error: ${message}`, ...lines.slice(ours)].join('\n')
  return error
}
