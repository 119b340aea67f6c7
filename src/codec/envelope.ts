/** The wrapping of a payload in a frame. */

/**
 * The parts of a frame as documented: `beforeName`, the stream's name, `beforePayload`, the
 * payload, `afterPayload`.
 */
export interface Envelope {
  /** The key of the stream's name. */
  readonly streamKey: string
  /** The key of the payload. */
  readonly payloadKey: string
  readonly beforeName: string
  readonly beforePayload: string
  readonly afterPayload: string
}
