/** The Ink renderer on a fake terminal: frames, resizes, and the end. */
import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { Subject } from 'rxjs'
import { VirtualScheduler } from 'rxmarket/testing'
import { emptyRow } from '../../../src/state/row.js'
import { emptyView, type View } from '../../../src/state/view.js'
import { inkRenderer } from '../../../src/ui/ink/ink-renderer.js'
import { describe, it } from '../../runner.js'

/** A terminal that records what is written. */
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

function createFixture() {
  const terminal = new FakeTerminal()
  const scheduler = new VirtualScheduler()
  const stdout = terminal as unknown as NodeJS.WriteStream
  const views$ = new Subject<View>()
  const ends: unknown[] = []
  const subscription = inkRenderer({ stdout, name: 'x', scheduler, debug: true })
    .render$(views$)
    .subscribe({ error: (error: unknown) => ends.push(error), complete: () => ends.push('complete') })
  const show = (price: number) => {
    const row = { ...emptyRow('BTCUSDT', 'day'), price, highest: 99_999 }
    views$.next({ ...emptyView([], 0), rows: [row] })
  }
  return { terminal, scheduler, views$, ends, subscription, show }
}

describe('the Ink renderer', () => {
  it('draws ten frames a second for any number of views', () => {
    const { terminal, scheduler, show } = createFixture()
    for (let at = 0; at < 1000; at++) {
      show(60_000 + at)
      scheduler.advanceBy(1)
    }
    assert.equal(terminal.frames.length, 10)
    assert.match(terminal.frames.at(-1) ?? '', /BTCUSDT +60\d\d\d /)
  })

  it('clears the screen and redraws after a resize', () => {
    const { terminal, scheduler, show } = createFixture()
    show(60_000)
    scheduler.advanceBy(100)
    terminal.written.length = 0
    terminal.resize(140, 40)
    assert.ok(terminal.written.some(text => text.startsWith('\u001B[2J\u001B[H')))
    assert.match(terminal.frames.at(-1) ?? '', /CLOSE/)
  })

  it('enters the alternate screen and leaves it after the last frame', () => {
    const { terminal, scheduler, views$, ends, show } = createFixture()
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

  it('leaves the alternate screen when the views fail', () => {
    const { terminal, views$, ends } = createFixture()
    views$.error(new Error('gone'))
    assert.equal(terminal.written.at(-1), '\u001B[?1049l')
    assert.equal(String(ends[0]), 'Error: gone')
  })

  it('leaves the alternate screen when unsubscribed', () => {
    const { terminal, subscription } = createFixture()
    subscription.unsubscribe()
    assert.equal(terminal.written.at(-1), '\u001B[?1049l')
  })
})
