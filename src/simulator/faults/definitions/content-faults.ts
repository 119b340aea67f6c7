/** Faults of the content of frames. */
import { Frame } from '../../streams/frame.js'
import type { StreamTarget } from '../active/frame-faults.js'
import type { Target } from '../active/target.js'
import type { FaultDefinition, WithCount } from './definition.js'
import { editField } from './edit-payload.js'
import {
  anyString,
  anyValue,
  connection,
  count,
  duration,
  fraction,
  integer,
  nonEmptyString,
  optional,
} from './fields.js'

/** Sends text that is not JSON. */
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

/** Publishes a payload (an object, or its JSON text) to all subscribers of a stream. */
export interface InjectFault {
  readonly fault: 'inject'
  readonly stream: string
  readonly payload: unknown
}

/** Cuts frames short, so that they are not JSON. */
export interface TruncateFault extends StreamTarget, WithCount {
  readonly fault: 'truncate'
  /** The part of the text that is kept, from 0 to below 1. @default 0.5 */
  readonly keep?: number
}

/** Pads frames with blanks to a size: valid JSON, but very long. */
export interface OversizeFault extends StreamTarget, WithCount {
  readonly fault: 'oversize'
  /** @default 1_048_576 */
  readonly bytes?: number
}

/** Removes a field from payloads. */
export interface DropFieldFault extends StreamTarget, WithCount {
  readonly fault: 'dropField'
  /**
   * The exchange's name, with dots into nested objects: `p`, `k.c`, `b.0.1`. In an array of
   * payloads, of each.
   */
  readonly field: string
}

/** Sets a field of payloads to a wrong value, or adds an unknown one. */
export interface SetFieldFault extends StreamTarget, WithCount {
  readonly fault: 'setField'
  /** As in `dropField`. */
  readonly field: string
  /** Any JSON. */
  readonly value: unknown
}

export type ContentFault =
  GarbageFault | SendFault | InjectFault | TruncateFault | OversizeFault | DropFieldFault | SetFieldFault

const target = { stream: nonEmptyString, connection }

export const garbage: FaultDefinition<GarbageFault> = {
  fields: { text: optional(anyString), connection },
  start(fault, { sessions }) {
    const { text = '{"stream":"btcusdt@tra' } = fault
    for (const session of sessions.select(fault)) session.send(text)
  },
  sample: random => ({
    text: random.pick('{"stream":"btcusdt@tra', '', 'null', '[]', '\u0000', '{"stream":7,"data":{}}'),
  }),
}

export const send: FaultDefinition<SendFault> = {
  fields: { text: anyString, connection },
  start(fault, { sessions }) {
    for (const session of sessions.select(fault)) session.send(fault.text)
  },
  sample: random => ({ text: `{"result":null,"id":${random.integer(1, 1_000_000)}}` }),
}

export const inject: FaultDefinition<InjectFault> = {
  fields: { stream: nonEmptyString, payload: anyValue },
  start({ stream, payload }, { hub }) {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
    hub.publish(new Frame(stream, () => text))
  },
  sample: random => ({
    stream: random.stream(),
    payload: random.pick<unknown>({}, [], null, { e: 'unknown' }),
  }),
}

export const truncate: FaultDefinition<TruncateFault> = {
  fields: { ...target, keep: optional(fraction), count, for: duration },
  start(fault, { active }) {
    const { keep = 0.5 } = fault
    const cut = (text: string) => text.slice(0, Math.floor(text.length * keep))
    return active.frames.change(fault, frame => [frame.mapText(cut)])
  },
  sample: random => ({
    stream: random.stream(),
    keep: random.integer(0, 99) / 100,
    count: random.integer(1, 3),
    for: 60_000,
  }),
}

export const oversize: FaultDefinition<OversizeFault> = {
  fields: { ...target, bytes: optional(integer(1, 2 ** 28)), count, for: duration },
  start(fault, { active }) {
    const { bytes = 2 ** 20 } = fault
    return active.frames.change(fault, frame => [frame.mapText(text => text.padEnd(bytes))])
  },
  sample: random => ({
    stream: random.stream(),
    bytes: random.pick(5_000, 100_000, 1_000_000),
    count: 1,
    for: 60_000,
  }),
}

export const dropField: FaultDefinition<DropFieldFault> = {
  fields: { ...target, field: nonEmptyString, count, for: duration },
  start(fault, { active }) {
    const edit = editField(fault.field, undefined)
    return active.frames.change(fault, frame => [frame.mapPayload(edit)])
  },
  sample: random => ({
    stream: random.stream(),
    field: random.pick('s', 'E', 'p', 'u'),
    count: random.integer(1, 5),
    for: 60_000,
  }),
}

export const setField: FaultDefinition<SetFieldFault> = {
  fields: { ...target, field: nonEmptyString, value: anyValue, count, for: duration },
  start(fault, { active }) {
    const edit = editField(fault.field, { value: fault.value })
    return active.frames.change(fault, frame => [frame.mapPayload(edit)])
  },
  sample: random => ({
    stream: random.stream(),
    field: random.pick('s', 'E', 'p', 'u', 'new'),
    value: random.pick<unknown>(null, 12, 'x', {}, []),
    count: random.integer(1, 5),
    for: 60_000,
  }),
}
