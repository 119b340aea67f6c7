/** Where delivered frames go as well, such as to a recorder. */
export interface RawFrames {
  readonly observed: boolean
  /** `bytes` are lent: they change with the next frame. */
  next(frame: { readonly stream: string; readonly receivedAt: number; readonly bytes: Uint8Array }): void
}
