/** The marble feed: what is drawn, delivered and shared as a real feed would. */
import { Observable, share, Subject, type Subscriber } from 'rxjs'
import type { RunHelpers } from 'rxjs/testing'
import type { Feed } from '../../feed.js'
import type { Channel } from '../../model/channel.js'
import { type MarketError, MarketClosedError, SubscribeRejectedError } from '../../model/errors.js'
import { isMarketError } from '../../model/is-market-error.js'
import type { EventOf, MarketEvent } from '../../model/event.js'
import { ChannelLog, type ChannelSubscription } from './channel-log.js'
import { channelName } from './channel-name.js'
import { completeEvent, type EventPart } from './complete-event.js'
import { type Drawn, findDrawn, type MarketDiagrams, readDrawing } from './drawing.js'
import { drawLink, MarbleLink } from './marble-link.js'
import type { Moment } from './moments.js'

/**
 * What the letters of the diagrams stand for: a part of an event (`{ price: 105 }`), its price alone (`105`), or a whole event
 * (`aTicker({ price: 105 })`). `'#'` may stand for the error with which a channel is refused.
 */
export type MarketValues = Readonly<Record<string, EventPart | Error>>

export interface MarbleFeed extends Feed {
  /** What the exchange would have been asked for. */
  readonly subscriptions: readonly ChannelSubscription[]
}

// More often in one moment asks only who asks without end.
const MOST_TIMES = 1_000

/** Throws what is wrong with the diagrams; tells `complain` first, so that no operator of the strategy can hide it. */
export function marbleFeed(
  { hot }: Pick<RunHelpers, 'hot'>,
  diagrams: MarketDiagrams,
  values: MarketValues | undefined,
  complain: (error: unknown) => void,
): MarbleFeed {
  const drawing = readDrawing(diagrams)
  for (const drawn of drawing.channels) checkLetters(drawn, values)

  // RxJS sets hot observables up when time begins, after the test's own subscriptions: what is drawn at 0 reaches them.
  const timeline$ = hot<() => void>('')
  timeline$.subscribe(act => act())
  const draw = ({ frame }: Moment, act: () => void): void =>
    void timeline$.messages.push({ frame, notification: { kind: 'N', value: act } })
  const clock = timeline$.scheduler
  const start = clock.now()

  const errors$ = new Subject<MarketError>()
  const events$ = new Subject<MarketEvent>()
  const failures$ = new Subject<unknown>()
  const outlets = new Map(drawing.channels.map(drawn => [drawn, new Subject<Moment>()]))
  const channels = new Map<string, Observable<MarketEvent>>()
  const log = new ChannelLog()
  const link = new MarbleLink(drawing.connection === undefined, {
    now: () => clock.now(),
    later: work => void clock.schedule(work),
    fail: error => failures$.next(error),
  })
  let isClosed = false

  const close = (): Promise<void> => {
    if (!isClosed) {
      isClosed = true
      for (const outlet$ of outlets.values()) outlet$.complete()
      link.close()
      for (const subject$ of [errors$, events$]) subject$.complete()
    }
    return Promise.resolve()
  }

  // In one moment the connection speaks first, then the channels in the order in which they are drawn.
  drawLink(drawing.connection ?? [], { link, draw, close: () => void close() })
  for (const [{ moments }, outlet$] of outlets) {
    for (const moment of moments)
      draw(moment, () => (moment.mark === '|' ? outlet$.complete() : outlet$.next(moment)))
  }

  const source$ = (name: string, channel: Channel, drawn: Drawn): Observable<MarketEvent> => {
    const events = eventsOf(channel, drawn, values, start)
    const refusal = values?.['#'] ?? new SubscribeRejectedError(name, 2, 'Invalid request: invalid stream')
    let asked = { at: -1, times: 0 }
    let holder: Subscriber<MarketEvent> | undefined
    return new Observable(subscriber => {
      if (isClosed) return subscriber.error(new MarketClosedError())
      const at = clock.now()
      asked = { at, times: asked.at === at ? asked.times + 1 : 1 }
      if (asked.times > MOST_TIMES) {
        // Once is told; then whoever goes on asking hears nothing, so that the loop ends.
        if (asked.times > MOST_TIMES + 1) return undefined
        const error = new Error(
          `${name} was subscribed ${MOST_TIMES} times in frame ${at}: retry and repeat need a delay, here as on a real market`,
        )
        complain(error)
        return subscriber.error(error)
      }
      let hadEvents = false
      const isHandedOver = holder !== undefined
      holder = subscriber
      if (!isHandedOver) {
        log.join(name, at)
        link.want(name)
      }
      subscriber.add(failures$.subscribe(error => subscriber.error(error)))
      subscriber.add(
        outlets.get(drawn)?.subscribe({
          next: moment => {
            if (!link.isUp) return
            link.heard()
            const event = events.get(moment)
            if (event === undefined) {
              if (isMarketError(refusal)) errors$.next(refusal)
              subscriber.error(refusal)
            } else {
              hadEvents = true
              subscriber.next(event)
              events$.next(event)
            }
          },
          complete: () => subscriber.complete(),
        }),
      )
      return () => {
        // Who subscribed again on hearing of the end has taken the channel over.
        if (holder !== subscriber) return
        holder = undefined
        log.leave(name, clock.now(), hadEvents)
        link.unwant(name)
      }
    })
  }

  const channel$ = (channel: Channel): Observable<MarketEvent> => {
    const name = channelName(channel)
    const known$ = channels.get(name)
    if (known$ !== undefined) return known$
    try {
      const shared$ = source$(name, channel, findDrawn(drawing.channels, name, channel)).pipe(share())
      channels.set(name, shared$)
      return shared$
    } catch (error) {
      complain(error)
      throw error
    }
  }

  return {
    channel$: <C extends Channel>(channel: C) => channel$(channel) as Observable<EventOf<C['kind']>>,
    connection$: link.status$,
    errors$: errors$.asObservable(),
    events$: events$.asObservable(),
    close,
    subscriptions: log.entries,
  }
}

function checkLetters({ pattern, moments }: Drawn, values: MarketValues | undefined): void {
  if (values === undefined) return
  const missing = moments.find(({ mark }) => mark !== '|' && mark !== '#' && !(mark in values))
  if (missing === undefined) return
  throw new Error(
    `${pattern.name}: ${missing.mark} has no value; values has ${Object.keys(values).join(', ') || 'none'}. ` +
      `Say what ${missing.mark} is, such as { ${missing.mark}: { price: 105 } }, or give no values at all: then every letter is an event like any other`,
  )
}

/** The event of each letter, as the channel emits it. */
function eventsOf(
  channel: Channel,
  { moments }: Drawn,
  values: MarketValues | undefined,
  start: number,
): ReadonlyMap<Moment, MarketEvent> {
  const letters = moments.filter(({ mark }) => mark !== '|' && mark !== '#')
  return new Map(
    letters.map((moment, index) => {
      const place = { letter: moment.mark, at: start + moment.frame, count: index + 1 }
      return [moment, completeEvent(channel, values?.[moment.mark] as EventPart | undefined, place)]
    }),
  )
}
