/** The Ink renderer on a fake terminal: frames, resizes, and the end. */
import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { Subject } from 'rxjs'
import { VirtualScheduler } from 'rxmarket/testing'
import { emptyRow } from '../../../src/state/row.js'
import { emptyView, type View } from '../../../src/state/view.js'
import { type KeyInput } from '../../../src/ui/ink/quit-key.js'
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

/** A terminal's stdin. */
class FakeKeyboard extends PassThrough {
  readonly isTTY = true
  isRaw = false

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw
    return this
  }

  press(keys: string): void {
    this.emit('data', Buffer.from(keys))
  }
}

function createFixture() {
  const terminal = new FakeTerminal()
  const scheduler = new VirtualScheduler()
  const stdout = terminal as unknown as NodeJS.WriteStream
  const views$ = new Subject<View>()
  const ends: unknown[] = []
  const keyboard = new FakeKeyboard()
  const renderer = inkRenderer({
    stdin: keyboard as unknown as KeyInput,
    stdout,
    name: 'x',
    scheduler,
    debug: true,
  })
  const subscription = renderer
    .render$(views$)
    .subscribe({ error: (error: unknown) => ends.push(error), complete: () => ends.push('complete') })
  const show = (price: number) => {
    const row = { ...emptyRow('BTCUSDT', 'day'), price, highest: 99_999 }
    views$.next({ ...emptyView([], 0), rows: [row] })
  }
  return { renderer, keyboard, terminal, scheduler, views$, ends, subscription, show }
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

  it('leaves the alternate screen after the last frame', () => {
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

  for (const [name, keys] of [
    ['q', 'q'],
    ['Q', 'Q'],
    ['Ctrl-C', '\u0003'],
  ] as const) {
    it(`quits at ${name}`, () => {
      const { renderer, keyboard } = createFixture()
      let quits = 0
      const subscription = renderer.quit$.subscribe(() => quits++)
      assert.ok(keyboard.isRaw)
      keyboard.press('x')
      keyboard.press('\u001B[A')
      assert.equal(quits, 0)
      keyboard.press(keys)
      assert.equal(quits, 1)
      subscription.unsubscribe()
      assert.ok(!keyboard.isRaw)
      assert.equal(keyboard.listenerCount('data'), 0)
    })
  }

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
