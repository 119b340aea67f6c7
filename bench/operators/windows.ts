/**
 * `npm run bench:operators`: the cost of an event in a moving mean, by the length of the window.
 * Compares `movingWindow`, a list that every event filters and sums, and operators of RxJS. All
 * cases run in one process, a slice of each in turn, so that other load affects all alike. Reported
 * are processor time, garbage collection included, of the median slice, and the median ratio to the
 * reference in the same round. Fails when a million events in the window cost more than 1.3 times
 * what a hundred do, or the reverse.
 *
 * The alternatives are measured at feasible sizes: at 1,000,000 the list takes milliseconds an
 * event, and `bufferCount(n, 1)` holds n lists of up to n. `bufferTime` and `windowTime` emit ten
 * values a span, the others one an event.
 */
import {
  bufferCount,
  bufferTime,
  map,
  mergeMap,
  type OperatorFunction,
  reduce,
  Subject,
  windowTime,
} from 'rxjs'
import { mean, movingWindow, ohlcv } from '../../src/operators/index.js'
import { VirtualScheduler } from '../../src/testing/index.js'

interface Tick {
  readonly type: 'trade'
  readonly symbol: string
  readonly price: number
  readonly quantity: number
  readonly eventTime: number
}

interface Case {
  readonly name: string
  /** The number of events in the window: one comes each millisecond, so it is also a span. */
  readonly size: number
  readonly run: (events: number) => void
  /** Nanoseconds an event, by slice. */
  readonly costs: number[]
}

const ROUNDS = 41
const SLICE_MILLISECONDS = 25
const TARGET = 1.3
const START = 1_700_000_000_000
const SYMBOLS = Array.from({ length: 10 }, (_, index) => `SYMBOL${index}`)

const baseline = prepare('nothing but map', 1, () => map(tick => tick.price))
const short = prepareMean(100)
const long = prepareMean(1_000_000)
const cases: readonly Case[] = [
  baseline,
  // Side by side, so that they are measured in the same moment.
  short,
  long,
  ...[1_000, 10_000, 100_000].map(prepareMean),
  ...[100, 1_000_000].map(size =>
    prepare('movingWindow, count', size, () =>
      movingWindow(
        { count: size },
        mean(t => t.price),
      ),
    ),
  ),
  ...[100, 1_000_000].map(size =>
    prepare('movingWindow, 10 keys', size, () =>
      movingWindow(
        { span: size, time: 'event', by: t => t.symbol },
        mean(t => t.price),
      ),
    ),
  ),
  ...[100, 1_000_000].map(size =>
    prepare('movingWindow, ohlcv', size, () => movingWindow({ span: size, time: 'event' }, ohlcv())),
  ),
  ...[100, 1_000, 10_000].map(size => prepare('list, filter, sum', size, () => listAndSum(size))),
  ...[100, 1_000].map(size =>
    prepare(
      'RxJS: bufferCount(n, 1)',
      size,
      () => source$ => source$.pipe(bufferCount(size, 1), map(average)),
    ),
  ),
  ...[100, 10_000, 100_000].map(size =>
    prepare(
      'RxJS: bufferTime(n, n/10)',
      size,
      clock => source$ => source$.pipe(bufferTime(size, size / 10, clock), map(average)),
    ),
  ),
  ...[100, 10_000, 100_000].map(size =>
    prepare('RxJS: windowTime(n, n/10)', size, clock => sumOfWindows(size, clock)),
  ),
]

const plans = cases.map(each => ({ ...each, slice: sliceOf(each) }))
for (let round = 0; round < ROUNDS; round++) {
  for (const { run, slice, costs } of plans) {
    const begun = process.cpuUsage()
    run(slice)
    const { user, system } = process.cpuUsage(begun)
    costs.push(((user + system) / slice) * 1e3)
  }
}

console.log('| a mean at each event | events in the window | ns an event | to movingWindow at 100 |')
console.log('| --- | ---: | ---: | ---: |')
for (const { name, size, costs } of cases) {
  const cells = [
    name,
    size.toLocaleString('en'),
    median(costs).toFixed(0),
    ratio(costs, short.costs).toFixed(2),
  ]
  console.log(`| ${cells.join(' | ')} |`)
}
const found = ratio(long.costs, short.costs)
console.log(`\n1,000,000 events in the window cost ${found.toFixed(2)} times what 100 do (at most ${TARGET})`)
if (found > TARGET || found < 1 / TARGET) process.exitCode = 1

function prepareMean(size: number): Case {
  return prepare('movingWindow, span', size, () =>
    movingWindow(
      { span: size, time: 'event' },
      mean(t => t.price),
    ),
  )
}

/** A warm case with a full window. */
function prepare(
  name: string,
  size: number,
  operator: (clock: VirtualScheduler) => OperatorFunction<Tick, unknown>,
): Case {
  const clock = new VirtualScheduler(START)
  const source$ = new Subject<Tick>()
  let values = 0
  source$.pipe(operator(clock)).subscribe(() => values++)
  let time = START
  const run = (events: number): void => {
    for (let index = 0; index < events; index++) {
      time++
      if (clock.pending > 0) clock.advanceTo(time)
      // A new object each time, as a decoder makes it.
      source$.next({
        type: 'trade',
        symbol: SYMBOLS[time % SYMBOLS.length] ?? '',
        price: 60_000 + ((time * 7_919) % 100_003) / 100,
        quantity: 0.001,
        eventTime: time,
      })
    }
  }
  run(Math.max(2 * size, 5_000))
  if (values === 0) throw new Error(`${name} emits nothing`)
  return { name, size, run, costs: [] }
}

/** The number of events that fills a slice. */
function sliceOf({ run }: Case): number {
  const events = 50
  const begun = performance.now()
  run(events)
  const cost = (performance.now() - begun) / events
  return Math.min(100_000, Math.max(20, Math.round(SLICE_MILLISECONDS / cost)))
}

function listAndSum(span: number): OperatorFunction<Tick, number> {
  let list: Tick[] = []
  return map(tick => {
    list.push(tick)
    list = list.filter(({ eventTime }) => eventTime > tick.eventTime - span)
    return average(list)
  })
}

function sumOfWindows(size: number, clock: VirtualScheduler): OperatorFunction<Tick, number> {
  return source$ =>
    source$.pipe(
      windowTime(size, size / 10, clock),
      mergeMap(window$ => window$.pipe(reduce((total, { price }) => total + price, 0))),
    )
}

function average(list: readonly Tick[]): number {
  return list.reduce((total, { price }) => total + price, 0) / list.length
}

function median(costs: readonly number[]): number {
  return [...costs].sort((a, b) => a - b)[costs.length >> 1] ?? NaN
}

/** Of slices of the same round, the median ratio. */
function ratio(costs: readonly number[], base: readonly number[]): number {
  return median(costs.map((cost, round) => cost / (base[round] ?? NaN)))
}
