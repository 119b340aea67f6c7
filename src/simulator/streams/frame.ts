/** One message of one stream, serialised once for all its subscribers. */
import type { Unit } from './unit.js'

export class Frame {
  readonly #payload: (unit: Unit) => string
  readonly #raw: (string | undefined)[] = [undefined, undefined]
  readonly #combined: (string | undefined)[] = [undefined, undefined]

  /** @param payload the raw payload, with times in milliseconds (1) or microseconds (1000) */
  constructor(
    readonly stream: string,
    payload: (unit: Unit) => string,
  ) {
    this.#payload = payload
  }

  /** The text for a connection: the raw payload, or `{"stream":…,"data":…}`. */
  text(combined: boolean, unit: Unit): string {
    const slot = unit === 1 ? 0 : 1
    const raw = (this.#raw[slot] ??= this.#payload(unit))
    if (!combined) return raw
    return (this.#combined[slot] ??= `{"stream":${JSON.stringify(this.stream)},"data":${raw}}`)
  }

  /** The same frame with another payload. */
  mapPayload(change: (payload: string, unit: Unit) => string): Frame {
    return new Frame(this.stream, unit => change(this.#payload(unit), unit))
  }

  /** The same frame with another text, the combined form's envelope included. */
  mapText(change: (text: string) => string): Frame {
    return new RewrittenFrame(this, change)
  }
}

class RewrittenFrame extends Frame {
  readonly #original: Frame
  readonly #change: (text: string) => string

  constructor(original: Frame, change: (text: string) => string) {
    super(original.stream, unit => original.text(false, unit))
    this.#original = original
    this.#change = change
  }

  override text(combined: boolean, unit: Unit): string {
    return this.#change(this.#original.text(combined, unit))
  }
}
