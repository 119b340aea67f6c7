/** Faults of what frames say. */
import { Frame } from '../frame.js'
import { anyText, anything, connection, count, duration, fraction, optional, text, whole } from './field.js'
import { change, type OfStream, ofStream } from './frame-change.js'
import { changeField } from './payload.js'
import { countOf, type Counted, type FaultKind, type Target } from './stage.js'

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

export type ContentFault =
  GarbageFault | SendFault | InjectFault | TruncateFault | OversizeFault | DropFieldFault | SetFieldFault

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
