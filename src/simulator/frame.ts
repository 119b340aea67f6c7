/** One message of one stream, written once for all who subscribe to it. */
import type { Unit } from './payloads.js'

export class Frame {
  private readonly raw: (string | undefined)[] = [undefined, undefined]
  private readonly wrapped: (string | undefined)[] = [undefined, undefined]

  /** @param payload the raw payload, with times in milliseconds (1) or microseconds (1000) */
  constructor(
    readonly stream: string,
    private readonly payload: (unit: Unit) => string,
  ) {}

  /** The text for a connection: raw, or wrapped as `{"stream":…,"data":…}`. */
  text(combined: boolean, unit: Unit): string {
    const slot = unit === 1 ? 0 : 1
    const raw = (this.raw[slot] ??= this.payload(unit))
    if (!combined) return raw
    return (this.wrapped[slot] ??= `{"stream":${JSON.stringify(this.stream)},"data":${raw}}`)
  }

  /** The same frame with its payload's text changed. */
  map(change: (payload: string, unit: Unit) => string): Frame {
    return new Frame(this.stream, unit => change(this.payload(unit), unit))
  }

  /** The same frame with its whole text changed, the wrapping too. */
  rewrite(change: (text: string) => string): Frame {
    return new RewrittenFrame(this, change)
  }
}

class RewrittenFrame extends Frame {
  constructor(
    private readonly original: Frame,
    private readonly change: (text: string) => string,
  ) {
    super(original.stream, unit => original.text(false, unit))
  }

  override text(combined: boolean, unit: Unit): string {
    return this.change(this.original.text(combined, unit))
  }
}
