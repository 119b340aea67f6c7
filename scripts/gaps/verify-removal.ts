/**
 * Verifies that exactly what was removed from a stream is reported as missing. Computed from sets
 * of ids, without the rules that find gaps.
 */
import type { Admitted, FoundGap, StreamCheck } from './stream-check.js'

export interface Verification {
  /** Elements that are missing after the removal: ids of a log, closes of klines. */
  readonly missing: number
  /** Frames whose removal nothing after them, or before them, shows. */
  readonly atEnds: number
  /** What differs; `undefined` if nothing does. */
  readonly problem: string | undefined
}

const LOGS = ['trade', 'aggTrade', 'blockTrade', 'depthDiff']

/**
 * @param all the check of all frames
 * @param kept the check of those that were kept
 * @param removed the indices of those that were not
 */
export function verifyRemoval(
  all: StreamCheck,
  kept: StreamCheck,
  removed: ReadonlySet<number>,
): Verification {
  const first = kept.admitted[0]?.index ?? Infinity
  const last = kept.admitted.at(-1)?.index ?? -Infinity
  const atEnds = [...removed].filter(index => index < first || index > last).length
  const { kind } = all.channel
  const compare = LOGS.includes(kind) ? compareLogs : kind === 'kline' ? compareKlines : compareStates
  return { atEnds, ...compare(all, kept, removed) }
}

type Compared = Pick<Verification, 'missing' | 'problem'>

/** States have no gaps: the next one replaces what was removed. */
function compareStates(_all: StreamCheck, kept: StreamCheck): Compared {
  const resets = kept.gaps.filter(({ cause }) => cause === 'reset')
  const problem = kept.gaps.length > resets.length ? 'a state that is not numbered has a gap' : undefined
  return { missing: 0, problem }
}

function compareLogs(all: StreamCheck, kept: StreamCheck, removed: ReadonlySet<number>): Compared {
  const eraOf = erasOf(all)
  const has = new Set<string>()
  const spans = new Map<number, { first: number; last: number }>()
  for (const { index, ids } of kept.admitted) {
    const era = eraOf(index)
    eachId(ids, id => has.add(`${era} ${id}`))
    if (ids === undefined) continue
    const span = spans.get(era)
    if (span === undefined) spans.set(era, { first: ids.first, last: ids.last })
    else span.last = Math.max(span.last, ids.last)
  }
  const expected = new Set<string>()
  const expect = (era: number, id: number): void => {
    const span = spans.get(era)
    const isInside = span !== undefined && id > span.first && id < span.last
    if (isInside && !has.has(`${era} ${id}`)) expected.add(`${era} ${id}`)
  }
  for (const { index, ids } of all.admitted)
    if (removed.has(index)) eachId(ids, id => expect(eraOf(index), id))
  for (const gap of all.gaps) eachId(rangeOf(gap), id => expect(eraOf(gap.index), id))
  const reported = new Set<string>()
  // Numbers that the exchange left out, as another numbering proves.
  const unused = unusedIds(all, eraOf)
  for (const gap of kept.gaps)
    eachId(rangeOf(gap), id => {
      const key = `${eraOf(gap.index)} ${id}`
      if (!unused.has(key)) reported.add(key)
    })
  return { missing: expected.size, problem: differenceOf(expected, reported) }
}

/** The number of klines without a close from the first that was kept to before the last. */
function compareKlines(all: StreamCheck, kept: StreamCheck): Compared {
  const reported = kept.gaps.reduce((sum, { missing = 0 }) => sum + missing, 0)
  if (kept.gaps.some(({ cause }) => cause === 'reset')) return { missing: reported, problem: undefined }
  const [first, last] = [kept.admitted[0], kept.admitted.at(-1)]
  if (first?.ids === undefined || last?.ids === undefined) return { missing: 0, problem: undefined }
  const openTimes = new Set(all.admitted.flatMap(({ ids }) => (ids === undefined ? [] : [ids.first])))
  const closed = new Set(kept.admitted.flatMap(({ ids, isClosed }) => (isClosed && ids ? [ids.first] : [])))
  // Months vary in length: those of the recording are counted.
  const isMonthly = all.channel.kind === 'kline' && all.channel.freq === '1M'
  let missing = 0
  for (let time = first.ids.first; time < last.ids.first; time += first.length) {
    if (isMonthly) break
    if (!closed.has(time)) missing++
  }
  if (isMonthly)
    for (const time of openTimes)
      if (time >= first.ids.first && time < last.ids.first && !closed.has(time)) missing++
  const problem =
    missing === reported ? undefined : `${reported} closes are reported, and ${missing} are missing`
  return { missing, problem }
}

/** The number of resets up to a frame. */
function erasOf({ gaps }: StreamCheck): (index: number) => number {
  const resets = gaps.filter(({ cause }) => cause === 'reset').map(({ index }) => index)
  return index => resets.filter(at => at <= index).length
}

function unusedIds({ admitted, gaps }: StreamCheck, eraOf: (index: number) => number): Set<string> {
  const unused = new Set<string>()
  const gapsAt = new Set(gaps.map(({ index }) => index))
  let previous: Admitted | undefined
  for (const event of admitted) {
    const [before, ids] = [previous?.ids, event.ids]
    if (before !== undefined && ids !== undefined && !gapsAt.has(event.index))
      for (let id = before.last + 1; id < ids.first; id++) unused.add(`${eraOf(event.index)} ${id}`)
    previous = event
  }
  return unused
}

const rangeOf = ({ cause, after, before }: FoundGap): Admitted['ids'] =>
  cause === 'reset' || after === undefined || before === undefined
    ? undefined
    : { first: after + 1, last: before - 1 }

function eachId(ids: Admitted['ids'], visit: (id: number) => void): void {
  if (ids !== undefined) for (let id = ids.first; id <= ids.last; id++) visit(id)
}

function differenceOf(expected: ReadonlySet<string>, reported: ReadonlySet<string>): string | undefined {
  const idOf = (key: string | undefined): string => key?.split(' ')[1] ?? ''
  const unreported = [...expected].filter(key => !reported.has(key))
  if (unreported.length > 0)
    return `${unreported.length} ids are missing and not reported, such as ${idOf(unreported[0])}`
  const untrue = [...reported].filter(key => !expected.has(key))
  return untrue.length > 0
    ? `${untrue.length} ids are reported and not missing, such as ${idOf(untrue[0])}`
    : undefined
}
