/** Faults of the frames that streams send: what is in them, whether they come, how often, and in which order. */
import { type Subscription } from 'rxjs'
import { Frame } from '../frame.js'
import { anyText, anything, connection, count, duration, fraction, optional, text, whole } from './field.js'
import { matcher } from './pattern.js'
import { changeField } from './payload.js'
import { countOf, type Counted, type FaultKind, type Lasting, type Stage, type Target } from './stage.js'

/** A fault of the frames of some streams. */
interface OfStream extends Target {
  /** The stream's name; each `*` in it stands for any text: `btcusdt@*`, `*@depth@100ms`. */
  readonly stream: string
}

/** Sends a text that is no JSON. */
export interface GarbageFault extends Target {
  readonly fault: 'garbage'
  /** @default `{"stream":"btcusdt@tra` */
  readonly text?: string
}

/** Sends any text. */
export interface SendFault extends Target {
  readonly fault: 'send'
  readonly text: string
}

/** Publishes a payload (an object, or its JSON text) to all who have subscribed to a stream. */
export interface InjectFault {
  readonly fault: 'inject'
  readonly stream: string
  readonly payload: unknown
}

/** Ends frames too soon: not JSON any more. */
export interface TruncateFault extends OfStream, Counted {
  readonly fault: 'truncate'
  /** The part of the text that is left, from 0 up to 1. @default 0.5 */
  readonly keep?: number
}

/** Fills frames with blanks up to a size: good JSON, only very long. */
export interface OversizeFault extends OfStream, Counted {
  readonly fault: 'oversize'
  /** @default 1_048_576 */
  readonly bytes?: number
}

/** Leaves a field out of payloads. */
export interface DropFieldFault extends OfStream, Counted {
  readonly fault: 'dropField'
  /** The exchange's name, with dots into what is nested: `p`, `k.c`, `b.0.1`. In an array of payloads, of each. */
  readonly field: string
}

/** Gives a field of payloads a value that it should not have, or adds one that nobody knows. */
export interface SetFieldFault extends OfStream, Counted {
  readonly fault: 'setField'
  /** As in `dropField`. */
  readonly field: string
  /** Any JSON. */
  readonly value: unknown
}

/** Keeps back every frame; the stream stays subscribed and listed. */
export interface SilenceFault extends OfStream, Lasting {
  readonly fault: 'silence'
}

/** Takes streams off a connection's list without telling it. */
export interface ForgetFault extends OfStream {
  readonly fault: 'forget'
}

/** Loses frames: on a diff-depth stream, a gap between one `u` and the next `U`. */
export interface SkipFault extends OfStream, Counted {
  readonly fault: 'skip'
}

/** Sends frames twice. */
export interface RepeatFault extends OfStream, Counted {
  readonly fault: 'repeat'
}

/** Sends a frame after the one that follows it. A frame that is still held back when the fault ends is lost. */
export interface ReorderFault extends OfStream, Counted {
  readonly fault: 'reorder'
}

export type FrameFault =
  | GarbageFault
  | SendFault
  | InjectFault
  | TruncateFault
  | OversizeFault
  | DropFieldFault
  | SetFieldFault
  | SilenceFault
  | ForgetFault
  | SkipFault
  | RepeatFault
  | ReorderFault

const ofStream = { stream: text, connection }

/** Lets a fault change frames on their way out, so many times. */
function change(
  { stream, ...target }: OfStream,
  times: number,
  change: (frame: Frame) => readonly Frame[] | undefined,
  stage: Stage,
): Subscription {
  return stage.desk.frames.add({ matches: matcher(stream), reaches: stage.reach(target), change }, times)
}

export const garbage: FaultKind<GarbageFault> = {
  fields: { text: optional(anyText), connection },
  begin({ text = '{"stream":"btcusdt@tra', ...target }, stage) {
    for (const session of stage.sessions(target)) session.send(text)
  },
  draw: chance => ({
    text: chance.pick('{"stream":"btcusdt@tra', '', 'null', '[]', '\u0000', '{"stream":7,"data":{}}'),
  }),
}

export const send: FaultKind<SendFault> = {
  fields: { text: anyText, connection },
  begin({ text, ...target }, stage) {
    for (const session of stage.sessions(target)) session.send(text)
  },
  draw: chance => ({ text: `{"result":null,"id":${chance.whole(1, 1_000_000)}}` }),
}

export const inject: FaultKind<InjectFault> = {
  fields: { stream: text, payload: anything },
  begin({ stream, payload }, { hub }) {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
    hub.publish(new Frame(stream, () => text))
  },
  draw: chance => ({
    stream: chance.stream(),
    payload: chance.pick<unknown>({}, [], null, { e: 'unknown' }),
  }),
}

export const truncate: FaultKind<TruncateFault> = {
  fields: { ...ofStream, keep: optional(fraction), count, for: duration },
  begin: (fault, stage) =>
    change(
      fault,
      countOf(fault),
      frame => [frame.rewrite(text => text.slice(0, Math.floor(text.length * (fault.keep ?? 0.5))))],
      stage,
    ),
  draw: chance => ({
    stream: chance.stream(),
    keep: chance.whole(0, 99) / 100,
    count: chance.whole(1, 3),
    for: 60_000,
  }),
}

export const oversize: FaultKind<OversizeFault> = {
  fields: { ...ofStream, bytes: optional(whole(1, 2 ** 28)), count, for: duration },
  begin: (fault, stage) =>
    change(
      fault,
      countOf(fault),
      frame => [frame.rewrite(text => text.padEnd(fault.bytes ?? 2 ** 20))],
      stage,
    ),
  draw: chance => ({
    stream: chance.stream(),
    bytes: chance.pick(5_000, 100_000, 1_000_000),
    count: 1,
    for: 60_000,
  }),
}

export const dropField: FaultKind<DropFieldFault> = {
  fields: { ...ofStream, field: text, count, for: duration },
  begin: (fault, stage) =>
    change(fault, countOf(fault), frame => [frame.map(changeField(fault.field, undefined))], stage),
  draw: chance => ({
    stream: chance.stream(),
    field: chance.pick('s', 'E', 'p', 'u'),
    count: chance.whole(1, 5),
    for: 60_000,
  }),
}

export const setField: FaultKind<SetFieldFault> = {
  fields: { ...ofStream, field: text, value: anything, count, for: duration },
  begin: (fault, stage) =>
    change(
      fault,
      countOf(fault),
      frame => [frame.map(changeField(fault.field, { value: fault.value }))],
      stage,
    ),
  draw: chance => ({
    stream: chance.stream(),
    field: chance.pick('s', 'E', 'p', 'u', 'new'),
    value: chance.pick<unknown>(null, 12, 'x', {}, []),
    count: chance.whole(1, 5),
    for: 60_000,
  }),
}

export const silence: FaultKind<SilenceFault> = {
  fields: { ...ofStream, for: duration },
  begin: (fault, stage) => change(fault, Infinity, () => [], stage),
  draw: chance => ({ stream: chance.stream(), for: chance.whole(1_000, 60_000) }),
}

export const forget: FaultKind<ForgetFault> = {
  fields: ofStream,
  begin({ stream, ...target }, stage) {
    const matches = matcher(stream)
    for (const session of stage.sessions(target)) {
      for (const name of session.streams) if (matches(name)) session.forget(name)
    }
  },
  draw: chance => ({ stream: chance.stream() }),
}

export const skip: FaultKind<SkipFault> = {
  fields: { ...ofStream, count, for: duration },
  begin: (fault, stage) => change(fault, countOf(fault), () => [], stage),
  draw: chance => ({ stream: chance.stream(), count: chance.whole(1, 3), for: 60_000 }),
}

export const repeat: FaultKind<RepeatFault> = {
  fields: { ...ofStream, count, for: duration },
  begin: (fault, stage) => change(fault, countOf(fault), frame => [frame, frame], stage),
  draw: chance => ({ stream: chance.stream(), count: chance.whole(1, 3), for: 60_000 }),
}

export const reorder: FaultKind<ReorderFault> = {
  fields: { ...ofStream, count, for: duration },
  begin(fault, stage) {
    let held: Frame | undefined
    const swap = (frame: Frame) => {
      const earlier = held
      if (earlier !== undefined && earlier.stream !== frame.stream) return undefined
      held = earlier === undefined ? frame : undefined
      return earlier === undefined ? [] : [frame, earlier]
    }
    return change(fault, 2 * countOf(fault), swap, stage)
  },
  draw: chance => ({ stream: chance.stream(), count: chance.whole(1, 2), for: 60_000 }),
}
