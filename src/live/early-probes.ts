/**
 * Requests the probes that cannot wait for their interval: when regular frames stop, and when the
 * machine may have been suspended.
 */
import { defer, ignoreElements, interval, merge, type Observable, type SchedulerLike, tap } from 'rxjs'
import type { FrameActivity } from './frame-activity.js'

export interface EarlyProbesConfig {
  readonly scheduler: SchedulerLike
  readonly sendProbe: () => void
  /** Emits when a probe is sent, whatever requested it. */
  readonly probeSent$: Observable<unknown>
  readonly frames: Pick<FrameActivity, 'count' | 'silence'>
}

/** Milliseconds between looks at the traffic. */
const LOOK_INTERVAL = 500
/** The number of remembered looks, and the number of frames in them that are regular traffic. */
const LOOKS = 10
const REGULAR_FRAMES = 20
/**
 * Milliseconds without a frame after regular ones. Longer than a second, as streams of one speed
 * may all send at once.
 */
const PAUSE = 1_300
/**
 * Milliseconds by which the wall clock may pass a look: beyond, it was set forward, or the machine
 * or process was suspended.
 */
const SUSPEND_STEP = 10_000

/** Never emits. */
export function earlyProbes$({
  scheduler,
  frames,
  sendProbe,
  probeSent$,
}: EarlyProbesConfig): Observable<never> {
  return defer(() => {
    let lastLookAt = scheduler.now()
    let lastCount = frames.count
    let counts: number[] = []
    /** Whether a probe was sent or requested since the last look that saw a frame. */
    let isProbed = false

    const look = (): void => {
      const elapsed = scheduler.now() - lastLookAt
      lastLookAt += elapsed
      const count = frames.count - lastCount
      lastCount += count
      counts = [...counts, count].slice(-LOOKS)
      // Each time, as a step of the clock makes the time of the last frame uncertain by the time
      // since the last call.
      const silence = frames.silence()
      if (count > 0) isProbed = false
      const isSuspended = elapsed > LOOK_INTERVAL + SUSPEND_STEP
      const isSilent = !isProbed && silence >= PAUSE && sum(counts) >= REGULAR_FRAMES
      if (!isSuspended && !isSilent) return
      isProbed = true
      sendProbe()
    }

    const looks$ = interval(LOOK_INTERVAL, scheduler).pipe(tap(look))
    const probed$ = probeSent$.pipe(tap(() => (isProbed = true)))
    return merge(looks$, probed$).pipe(ignoreElements())
  })
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
