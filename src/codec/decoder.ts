/**
 * Builds decoders from io-ts codecs. A decoder has two paths. The fast path reads frames exactly as
 * documented. The strict path (JSON.parse, then io-ts) reads every other frame and is
 * authoritative.
 */
import type { Channel } from '../model/channel.js'
import type { DecoderSink } from './decoder-sink.js'
import type { Envelope } from './envelope.js'
import { createFastPath, type FastPath, type FastPathMode } from './fast-path/fast-path.js'
import type { Reader } from './fast-path/reader.js'
import type { Frame } from './frame.js'
import { type IdKeys, IdPeek, type PeekedIds } from './id-peek.js'
import { createStrictPath, type StrictPath, type StrictPathConfig } from './strict-path.js'

export type { DecoderSink } from './decoder-sink.js'

/** Decodes the frames of one channel into the sink that it was created with. */
export interface Decoder {
  /** The execution of the fast path; `strict` where there is none. */
  readonly mode: DecoderMode
  /** The generated source of a compiled fast path, for inspection. */
  readonly code: string | undefined
  /** Frames that the fast path has left to the strict path. */
  readonly fallbacks: number
  /**
   * Decodes a frame that carries the channel's stream name (the fast path does not check what
   * precedes the payload). Throws only what the sink throws.
   *
   * @param receivedAt when the frame arrived, epoch milliseconds
   */
  decode(frame: Frame, receivedAt: number): void
  /**
   * The ids of a frame's event, where they can be read without decoding the frame. The object is
   * that of the next frame, too.
   */
  peekIds(frame: Frame): PeekedIds | undefined
}

export type DecoderMode = FastPathMode | 'strict'

/** The shared part of the decoders of one kind. */
export interface DecoderConfig<C extends Channel, W, N, E> extends StrictPathConfig<C, W, N, E> {
  readonly envelope: Envelope
  readonly streamName: (channel: C) => string
  /** The keys of an event's ids, where nothing is nested before them in the payload. */
  readonly idKeys?: IdKeys
  /** `compiled` becomes `interpreted` where the platform forbids code generation. */
  readonly mode: DecoderMode
}

/**
 * Bytes of a frame that the fast path reads. A longer one is for the strict path, which bounds what
 * JSON may cost; the exchange's frames of single symbols are far shorter.
 */
const MAX_FAST_LENGTH = 1_048_576

/**
 * Returns the factory of decoders of one kind; the fast and the strict path are built once and
 * shared by all of them.
 */
export function createDecoders<C extends Channel, W, N, E>(
  config: DecoderConfig<C, W, N, E>,
): (channel: C, sink: DecoderSink<E>) => Decoder {
  const { codec, envelope, streamName, numeric, toEvent, mode, idKeys } = config
  const fastPath =
    mode === 'strict' ? undefined : createFastPath<C, W, N, E>({ codec, envelope, numeric, toEvent, mode })
  const strictPath = createStrictPath(config)
  return (channel, sink) =>
    new ChannelDecoder(channel, streamName(channel), envelope, fastPath, strictPath, sink, idKeys)
}

/**
 * A class, because one object per channel is less to fetch from memory than closures, where there
 * are a thousand channels.
 */
class ChannelDecoder<C, E> implements Decoder, Reader<C> {
  readonly channel: C
  readonly payloadStart: number
  readonly stringCache: string[]
  fallbacks = 0

  readonly #stream: string
  readonly #fastPath: FastPath<C, E> | undefined
  readonly #read: FastPath<C, E>['read']
  readonly #decodeStrictly: StrictPath<C, E>
  readonly #sink: DecoderSink<E>
  readonly #idKeys: IdKeys | undefined
  readonly #beforePayload: string
  #idPeek: IdPeek | undefined

  constructor(
    channel: C,
    stream: string,
    envelope: Envelope,
    fastPath: FastPath<C, E> | undefined,
    strictPath: StrictPath<C, E>,
    sink: DecoderSink<E>,
    idKeys: IdKeys | undefined,
  ) {
    this.channel = channel
    this.payloadStart = envelope.beforeName.length + stream.length
    this.stringCache = Array.from({ length: fastPath?.strings ?? 0 }, () => '')
    this.#stream = stream
    this.#fastPath = fastPath
    this.#read = fastPath?.read ?? readNothing
    this.#decodeStrictly = strictPath
    this.#sink = sink
    this.#idKeys = idKeys
    this.#beforePayload = envelope.beforePayload
  }

  get mode(): DecoderMode {
    return this.#fastPath?.mode ?? 'strict'
  }

  get code(): string | undefined {
    return this.#fastPath?.code
  }

  decode(frame: Frame, receivedAt: number): void {
    let event: E | undefined
    if (frame.length <= MAX_FAST_LENGTH) {
      try {
        event = this.#read(frame, this, receivedAt)
      } catch {
        // Only a user's `numeric` can throw here; the strict path calls it again and reports the
        // error.
      }
    }
    if (event !== undefined) return this.#sink.event(event)
    this.fallbacks++
    this.#decodeStrictly(frame.text, receivedAt, this.#stream, this.channel, this.#sink)
  }

  peekIds(frame: Frame): PeekedIds | undefined {
    if (this.#idKeys === undefined) return undefined
    this.#idPeek ??= new IdPeek(this.#idKeys, this.#beforePayload, this.payloadStart)
    return this.#idPeek.read(frame) ? this.#idPeek : undefined
  }
}

const readNothing = (): undefined => undefined
