/**
 * Runs every example of the documents and doc comments in Jest's fake time, with every market on an
 * embedded exchange in this process. `npm run typecheck` compiles them.
 */
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { inspect } from 'node:util'
import { transformSync } from '@swc/core'
import * as operators from '../src/operators/index.js'
import * as rxmarket from '../src/index.js'
import * as simulator from '../src/simulator/index.js'
import * as testing from '../src/testing/index.js'

const ROOT = resolve(__dirname, '..')

interface Example {
  /** File and line. */
  readonly place: string
  readonly text: string
  /** Why it cannot run here. */
  readonly reason: string | undefined
}

const { examplesIn, exampleSources, lineAt } = jest.requireActual<{
  examplesIn: (root: string) => readonly Example[]
  exampleSources: (root: string) => { readonly sources: readonly string[] }
  lineAt: (text: string, index: number) => number
}>('../scripts/test/examples.mjs')

jest.setTimeout(30_000)

describe('an example', () => {
  it.each(examplesIn(ROOT).filter(({ reason }) => reason === undefined))(
    'runs on an embedded exchange and leaves nothing behind: $place',
    async ({ place, text }) => {
      const { printed, claims, timers } = await run(text)
      for (const claim of claims) expect(printed.map(bare)).toContain(bare(claim))
      expect({ place, timers }).toEqual({ place, timers: 0 })
    },
  )

  it('is a fence in every doc comment, so that it compiles', () => {
    const loose = exampleSources(ROOT).sources.flatMap(path => {
      const text = readFileSync(join(ROOT, path), 'utf8')
      return [...text.matchAll(/@example(?!\s*\n\s*\*\s*```ts)/g)].map(
        ({ index }) => `${path}:${lineAt(text, index)}`,
      )
    })
    expect(loose).toEqual([])
  })
})

/** Runs one example for some seconds of fake time, then closes what it opened. */
async function run(text: string) {
  jest.useFakeTimers({ now: Date.UTC(2026, 10, 22) })
  const opened: { close(): Promise<void> }[] = []
  const track = <T extends { close(): Promise<void> }>(thing: T): T => {
    opened.push(thing)
    return thing
  }
  const clocks: testing.VirtualScheduler[] = []
  class Clock extends testing.VirtualScheduler {
    constructor(start?: number) {
      super(start)
      clocks.push(this)
    }
  }
  const printed: string[] = []
  const print = (...values: unknown[]): void =>
    void printed.push(values.map(value => (typeof value === 'string' ? value : inspect(value))).join(' '))
  const exchange = track(simulator.createExchange())
  const binance = ((options: rxmarket.BinanceOptions = {}) =>
    track(rxmarket.binance({ exchange, ...options }))) as typeof rxmarket.binance
  const modules: Record<string, unknown> = {
    rxmarket: { ...rxmarket, binance },
    'rxmarket/operators': operators,
    'rxmarket/testing': { ...testing, VirtualScheduler: Clock },
    'rxmarket/simulator': {
      ...simulator,
      createExchange: (options?: simulator.ExchangeOptions) => track(simulator.createExchange(options)),
    },
  }
  const load = (name: string): unknown => modules[name] ?? jest.requireActual(name)
  const process = new EventEmitter()
  try {
    const { code } = transformSync(text, {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    })
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- runs our own examples
    const main = new Function(
      'require',
      'exports',
      'console',
      'process',
      `return (async () => {${code}})()`,
    ) as (...globals: unknown[]) => Promise<void>
    const running = main(load, {}, { log: print, error: print, warn: print }, process)
    await Promise.all([running, jest.advanceTimersByTimeAsync(SECONDS * 1_000)])
    process.emit('SIGINT')
    const closing = Promise.all(opened.map(thing => thing.close()))
    for (let second = 0; second < SECONDS; second++) {
      await jest.advanceTimersByTimeAsync(1_000)
      for (const clock of clocks) clock.advanceBy(1_000)
    }
    await closing
    const timers = clocks.reduce((sum, clock) => sum + clock.pending, jest.getTimerCount())
    return { printed, claims: claimsOf(text), timers }
  } finally {
    jest.useRealTimers()
  }
}

/**
 * The duration of examples: enough for tickers, depth, closed klines of a second and the start of a
 * longer window.
 */
const SECONDS = 20

/** Without blanks, which `inspect` sets differently. */
function bare(text: string): string {
  return text.replaceAll(/\s/g, '')
}

/** The output that an example claims: `console.log(…) // this`. */
function claimsOf(text: string): string[] {
  return [...text.matchAll(/^\s*console\.log\(.*\) \/\/ (.+)$/gm)].map(([, claim = '']) => claim)
}
