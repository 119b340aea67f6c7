/** The screen face on a terminal that is none: frames, resizes, and the way out. */
import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { Subject } from 'rxjs'
import { VirtualScheduler } from 'rxmarket/testing'
import { emptyRow } from '../src/core/row.js'
import { emptyView, type View } from '../src/core/view.js'
import { screenFace } from '../src/faces/screen/screen-face.js'
import { describe, it } from './runner.js'

/** A terminal's stream that keeps what is written. */
class FakeTerminal extends PassThrough {
  readonly isTTY = true
  columns = 80
  rows = 24
  readonly written: string[] = []

  override write(chunk: string): boolean {
    this.written.push(chunk)
    return true
  }

  resize(columns: number, rows: number): void {
    Object.assign(this, { columns, rows })
    this.emit('resize')
  }

  get frames(): readonly string[] {
    return this.written.filter(text => text.includes('SYMBOL'))
  }
}

function createFace() {
  const terminal = new FakeTerminal()
  const scheduler = new VirtualScheduler()
  const stdout = terminal as unknown as NodeJS.WriteStream
  const views$ = new Subject<View>()
  const ends: unknown[] = []
  const subscription = screenFace({ stdout, name: 'x', scheduler, debug: true })
    .show$(views$)
    .subscribe({ error: (error: unknown) => ends.push(error), complete: () => ends.push('complete') })
  const show = (price: number) => {
    const row = { ...emptyRow('BTCUSDT', 'day'), price, highest: 99_999 }
    views$.next({ ...emptyView([], 0), rows: [row] })
  }
  return { terminal, scheduler, views$, ends, subscription, show }
}

describe('the screen face', () => {
  it('draws ten frames a second, however many views come', () => {
    const { terminal, scheduler, show } = createFace()
    for (let at = 0; at < 1000; at++) {
      show(60_000 + at)
      scheduler.advanceBy(1)
    }
    assert.equal(terminal.frames.length, 10)
    assert.match(terminal.frames.at(-1) ?? '', /BTCUSDT +60\d\d\d /)
  })

  it('draws anew in a window of another size, from the top of an empty one', () => {
    const { terminal, scheduler, show } = createFace()
    show(60_000)
    scheduler.advanceBy(100)
    terminal.written.length = 0
    terminal.resize(140, 40)
    assert.ok(terminal.written.some(text => text.startsWith('\u001B[2J\u001B[H')))
    assert.match(terminal.frames.at(-1) ?? '', /CLOSE/)
  })

  it('enters a screen of its own, and gives back the one that was there, after its last frame', () => {
    const { terminal, scheduler, views$, ends, show } = createFace()
    assert.ok(terminal.written[0]?.startsWith('\u001B[?1049h'))
    show(60_000)
    show(61_234)
    views$.complete()
    scheduler.advanceBy(100)
    assert.match(terminal.frames.at(-1) ?? '', /61234/)
    assert.equal(terminal.written.at(-1), '\u001B[?1049l')
    assert.deepEqual(ends, ['complete'])
    assert.equal(scheduler.pending, 0)
    assert.equal(terminal.listenerCount('resize'), 0)
  })

  it('gives it back when the views fail', () => {
    const { terminal, views$, ends } = createFace()
    views$.error(new Error('gone'))
    assert.equal(terminal.written.at(-1), '\u001B[?1049l')
    assert.equal(String(ends[0]), 'Error: gone')
  })

  it('gives it back when nobody looks any more', () => {
    const { terminal, subscription } = createFace()
    subscription.unsubscribe()
    assert.equal(terminal.written.at(-1), '\u001B[?1049l')
  })
})
