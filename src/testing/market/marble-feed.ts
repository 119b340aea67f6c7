/** The marble feed: delivers what is drawn, shared as by a live feed. */
import { defer, type Observable, Subject, takeUntil, throwError } from 'rxjs'
import type { RunHelpers } from 'rxjs/testing'
import type { Feed } from '../../feed.js'
import type { Channel } from '../../model/channel.js'
import { SubscribeRejectedError } from '../../model/errors/channel-errors.js'
import { MarketClosedError } from '../../model/errors/consumer-errors.js'
import type { MarketError } from '../../validation/market-error.js'
import type { MarketEvent } from '../../model/event.js'
import type { Gap, GapOptions } from '../../model/gap.js'
import type { AnswerOf, Query } from '../../model/query.js'
import { ConnectionStatuses } from '../../streams/connection-statuses.js'
import { SharedChannels } from '../../streams/shared-channels.js'
import { answer$ } from './answers.js'
import { DrawnBooks } from './book/drawn-books.js'
import { ChannelLog, type ChannelSubscription } from './channel-log.js'
import { channelName } from './channel-name.js'
import { scheduleConnection } from './connection-diagram.js'
import { findDiagram, type MarketDiagrams, parseDiagrams } from './diagrams.js'
import { LoopGuard } from './loop-guard.js'
import { MarbleConnection } from './marble-connection.js'
import type { Marble } from './marble.js'
import { checkValues, createEvents, type MarketValues } from './market-values.js'
import { type DrawnChannel, serve$ } from './serve-channel.js'
import { createTimeline } from './timeline.js'

export interface MarbleFeed extends Feed {
  /** The streams that the exchange would have been asked for. */
  readonly subscriptions: readonly ChannelSubscription[]
}

interface ChannelSource extends DrawnChannel {
  readonly loops: LoopGuard
}

/**
 * Throws what is wrong with the diagrams, and passes it to `onSetupError` first, as an operator of
 * the strategy may hide it.
 */
export function marbleFeed(
  helpers: Pick<RunHelpers, 'hot'>,
  diagrams: MarketDiagrams,
  values: MarketValues | undefined,
  onSetupError: (error: unknown) => void,
): MarbleFeed {
  const parsed = parseDiagrams(diagrams)
  for (const diagram of parsed.channels) checkValues(diagram, values)
  const timeline = createTimeline(helpers)
  const { scheduler } = timeline
  const now = (): number => scheduler.now()
  const start = now()

  const statuses = new ConnectionStatuses()
  const errors$ = new Subject<MarketError>()
  const events$ = new Subject<MarketEvent>()
  const gaps$ = new Subject<Gap>()
  /** Diagrams have neither frames nor counters. */
  const none$ = new Subject<never>()
  const closed$ = new Subject<void>()
  const log = new ChannelLog()
  const sources = new Map<string, ChannelSource>()
  const channels = new SharedChannels<number>(channel => open$(channel))
  const connection = new MarbleConnection(parsed.connection === undefined, {
    now,
    schedule: work => void scheduler.schedule(work),
    onStatus: status => statuses.next(status),
    onFailed: error => channels.error(error),
  })
  let gapCount = 0
  let isClosed = false

  const close = (): Promise<void> => {
    if (!isClosed) {
      isClosed = true
      channels.complete()
      connection.close()
      statuses.complete()
      closed$.next()
      for (const subject$ of [errors$, events$, gaps$, none$]) subject$.complete()
    }
    return Promise.resolve()
  }

  // In one frame the connection's marbles come first, then the channels in the order of the
  // drawing.
  scheduleConnection(parsed.connection ?? [], timeline, connection, () => void close())
  const marbles = new Map(parsed.channels.map(diagram => [diagram, new Subject<Marble>()]))
  for (const [diagram, marbles$] of marbles) {
    for (const marble of diagram.marbles)
      timeline.at(marble, () => (marble.mark === '|' ? marbles$.complete() : marbles$.next(marble)))
  }

  const books = new DrawnBooks(scheduler)
  for (const [diagram, marbles$] of marbles) {
    if (diagram.bookOf !== undefined) books.add(diagram.bookOf, diagram, values, marbles$)
  }

  const context = {
    now,
    log,
    connection,
    onError: (error: MarketError) => errors$.next(error),
    onEvent: (event: MarketEvent) => events$.next(event),
    onGap: (gap: Gap) => gaps$.next(gap),
    nextGapId: () => ++gapCount,
  }

  const sourceOf = (channel: Channel): ChannelSource => {
    const name = channelName(channel)
    const known = sources.get(name)
    if (known !== undefined) return known
    const diagram = findDiagram(parsed.channels, name, channel)
    const source = {
      name,
      channel,
      marbles$: marbles.get(diagram) as Observable<Marble>,
      events: createEvents(channel, diagram, values, start, books.diffs(diagram.bookOf)),
      rejection: values?.['#'] ?? new SubscribeRejectedError(name, 2, 'Invalid request: invalid stream'),
      loops: new LoopGuard(name, now, onSetupError),
    }
    sources.set(name, source)
    return source
  }

  const answerOf$ = <Q extends Query>(query: Q): Observable<AnswerOf<Q>> =>
    // An answer found by a query's own kind is of that kind.
    (books.answer$(query) as Observable<AnswerOf<Q>> | undefined) ?? answer$(query, parsed.answers, scheduler)

  const open$ = (channel: Channel): Observable<MarketEvent | Gap> => {
    const source = sourceOf(channel)
    return source.loops.instead$() ?? serve$(source, context)
  }

  const channel$: Feed['channel$'] = (
    { connection: _pinnedTo, ...channel }: Channel,
    { gaps = false }: GapOptions = {},
  ) => {
    try {
      const { loops } = sourceOf(channel)
      const shared$ = channels.channel$(channel, gaps)
      // On the scheduler, as a live feed delivers it.
      const closed$ = throwError(() => new MarketClosedError(), scheduler)
      return defer(() => (isClosed ? (loops.instead$() ?? closed$) : shared$)) as Observable<never>
    } catch (error) {
      onSetupError(error)
      throw error
    }
  }

  return {
    channel$,
    connection$: statuses.status$,
    errors$: errors$.asObservable(),
    events$: events$.asObservable(),
    gaps$: gaps$.asObservable(),
    frames$: none$.asObservable(),
    stats$: none$.asObservable(),
    query$: query =>
      defer(() =>
        isClosed
          ? throwError(() => new MarketClosedError(), scheduler)
          : answerOf$(query).pipe(takeUntil(closed$)),
      ),
    scheduler,
    close,
    subscriptions: log.entries,
  }
}
