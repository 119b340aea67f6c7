import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { VirtualScheduler } from '../../../src/clock/virtual-scheduler.js'
import { StallDetector } from '../../../src/simulator/server/stall-detector.js'

const TIMEOUT = 5_000

/** A socket with a million bytes to send. */
function create(timeout = TIMEOUT) {
  const scheduler = new VirtualScheduler(0)
  const tcp = Object.assign(new EventEmitter(), {
    bytesWritten: 1_000_000,
    writableLength: 1_000_000,
    destroyed: false,
    _handle: { writeQueueSize: 1_000_000 },
  })
  const stalls: number[] = []
  const detector = new StallDetector(tcp as unknown as Socket, scheduler, timeout, () =>
    stalls.push(scheduler.now()),
  )
  return { scheduler, tcp, stalls, detector }
}

describe('the stall detector', () => {
  it('reports a client that receives nothing for the timeout, once', () => {
    const { detector, scheduler, stalls } = create()
    detector.check()
    detector.check()
    scheduler.advanceBy(60_000)
    expect(stalls).toEqual([TIMEOUT])
  })

  it.each(['part of a write', 'an entire write'])('restarts its wait after %s', progress => {
    const { detector, scheduler, stalls, tcp } = create()
    detector.check()
    scheduler.advanceBy(TIMEOUT - 1)
    if (progress === 'part of a write') tcp._handle.writeQueueSize -= 1
    else tcp.writableLength -= 10
    scheduler.advanceBy(TIMEOUT)
    expect(stalls).toEqual([])
    scheduler.advanceBy(1)
    expect(stalls).toHaveLength(1)
  })

  it('stops when everything is sent, and starts again', () => {
    const { detector, scheduler, stalls, tcp } = create()
    detector.check()
    tcp.writableLength = 0
    scheduler.advanceBy(60_000)
    expect([stalls, scheduler.pending]).toEqual([[], 0])
    tcp.writableLength = 5
    detector.check()
    scheduler.advanceBy(TIMEOUT)
    expect(stalls).toHaveLength(1)
  })

  it('does not take a busy process for a stalled client', () => {
    const { detector, scheduler, stalls } = create()
    detector.check()
    const now = jest.spyOn(scheduler, 'monotonic')
    scheduler.advanceBy(TIMEOUT - 2)
    // The last timer fires a minute late.
    now.mockReturnValue(60_000)
    scheduler.advanceBy(2)
    expect(stalls).toEqual([])
  })

  it('has no timer after close, or with an infinite timeout', () => {
    const { detector, scheduler, tcp } = create()
    detector.check()
    tcp.emit('close')
    expect(scheduler.pending).toBe(0)
    const infinite = create(Infinity)
    infinite.detector.check()
    expect(infinite.scheduler.pending).toBe(0)
  })
})
