/** What a person sees. */
import assert from 'node:assert/strict'
import { renderToString } from 'ink'
import { type ConnectionStatus } from 'rxmarket'
import { type View } from '../src/core/view.js'
import { arrangeColumns, arrangeLines, type Size, widthOf } from '../src/faces/screen/arrange.js'
import { Screen } from '../src/faces/screen/screen.js'
import { wordsOf } from '../src/faces/screen/status-line.js'
import { describe, it } from './runner.js'
import { createWorld, START } from './world.js'

const linesOf = (view: View, size: Size): readonly string[] =>
  renderToString(<Screen view={view} size={size} name="an exchange" />, { columns: size.columns }).split('\n')

const world = createWorld({ symbols: ['BTCUSDT', 'ETHUSDT', 'ADAUSDT'] })
world.scheduler.advanceBy(70_000)
const view = world.view()

describe('the screen', () => {
  it('at 80 columns shows a table, the connection, and alerts, newest first', () => {
    const [title, , head, btc, eth, ada, , status, , first, second] = linesOf(view, { columns: 80, rows: 24 })
    assert.match(title ?? '', /^rxmarket · an exchange {2,}1 min 10 s · Ctrl-C ends$/)
    assert.match(head ?? '', /^SYMBOL +PRICE +24 H {2}TREND +BID +ASK {2}1 MIN +EV\/S$/)
    const row = /^[A-Z]{3}USDT +\d+\.\d+ +[+-]\d+\.\d\d% {2}[▁▂▃▄▅▆▇█]+ +\d+\.\d+ +\d+\.\d+ {2}[─█┃]+ +\d+$/
    for (const line of [btc, eth, ada]) assert.match(line ?? '', row)
    assert.match(ada ?? '', /ADAUSDT +0\.\d{4} /)
    assert.match(status ?? '', /^● live · \d+ events\/s · latency 0 ms · 12 streams · \d+ events$/)
    assert.match(first ?? '', /^\d\d:\d\d:\d\d [▲▼■!] [A-Z]+ /)
    assert.ok((second ?? '').slice(0, 8) <= (first ?? '').slice(0, 8))
  })

  it('at 120 columns adds the numbers of the minute', () => {
    assert.match(linesOf(view, { columns: 120, rows: 40 })[2] ?? '', /1 MIN +OPEN +HIGH +LOW +CLOSE +EV\/S$/)
  })

  it('at 60 columns leaves out bid and ask first', () => {
    assert.match(
      linesOf(view, { columns: 60, rows: 20 })[2] ?? '',
      /^SYMBOL +PRICE +24 H +TREND +1 MIN +EV\/S$/,
    )
  })

  it('never is wider than its window nor as tall', () => {
    for (let columns = 20; columns <= 200; columns += 9) {
      for (const rows of [5, 6, 8, 12, 24, 60]) {
        const lines = linesOf(view, { columns, rows })
        assert.ok(lines.length < rows, `${lines.length} lines of ${rows}`)
        assert.ok(Math.max(...lines.map(line => line.length)) <= columns)
      }
    }
  })

  it('says how many symbols it could not show', () => {
    assert.match(linesOf(view, { columns: 80, rows: 6 }).join('\n'), /… and 2 more: make the window taller/)
  })

  it('holds its columns still while digits change', () => {
    const heads = world.views
      .slice(-600)
      .filter((_, at) => at % 10 === 0)
      .map(each => linesOf(each, { columns: 80, rows: 24 })[2])
    assert.equal(new Set(heads).size, 1)
  })

  it('shows symbols at once, before anything is known of them', () => {
    const [, , , btc] = linesOf(world.views[0] ?? view, { columns: 80, rows: 24 })
    assert.match(btc ?? '', /^BTCUSDT +– +– +– +– +0$/)
  })

  it('says CHANGE, not 24 H, of a market without tickers', () => {
    const channels = [{ kind: 'trade', symbol: 'BTCUSDT' }] as const
    const tape = createWorld({ channels, isRecorded: true })
    tape.scheduler.advanceBy(5_000)
    const [, , head, btc] = linesOf(tape.view(), { columns: 80, rows: 24 })
    assert.match(head ?? '', /PRICE +CHANGE +TREND/)
    assert.match(btc ?? '', /^BTCUSDT +\d+\.\d\d +[+-]\d\.\d\d%/)
  })
})

describe('the status line', () => {
  const at = START
  const statuses: readonly (readonly [ConnectionStatus, string])[] = [
    [{ type: 'connecting', connection: 0, at, url: 'ws://host' }, '○ connecting'],
    [{ type: 'open', connection: 0, at }, '◐ open'],
    [{ type: 'subscribing', connection: 0, at, pending: 4 }, '◐ subscribing, 4 to go'],
    [{ type: 'live', connection: 0, at, streams: 8 }, '● live'],
    [{ type: 'stale', connection: 0, at, silence: 35_000 }, '◌ silent for 35 s'],
    [{ type: 'closed', connection: 0, at, code: 1006, reason: '' }, '○ closed (1006)'],
    [
      { type: 'reconnecting', connection: 0, at, attempt: 2, delay: 9_000, cause: new Error('gone') },
      '↻ reconnecting in 6 s, attempt 2',
    ],
    [
      { type: 'failed', connection: 0, at, attempts: 5, cause: new Error('gone') },
      '✖ given up after 5 attempts',
    ],
  ]
  for (const [status, words] of statuses) {
    it(`says "${words}"`, () => {
      const { mark, text } = wordsOf(status, START + 3_000)
      assert.equal(`${mark} ${text}`, words)
    })
  }

  it('shows errors and reconnects once there are some', () => {
    const troubled = { ...view, errors: 3, link: { ...view.link, reconnects: 2 } }
    const status = linesOf(troubled, { columns: 80, rows: 24 })[7]
    assert.match(status ?? '', /^● live · 3 errors · 2 reconnects · /)
  })
})

describe('arrangement', () => {
  it('gives room that is left to the trend and the candle', () => {
    for (let width = 80; width < 115; width++) assert.equal(widthOf(arrangeColumns(view.rows, width)), width)
  })

  it('keeps symbol and price however narrow the window', () => {
    assert.deepEqual(
      arrangeColumns(view.rows, 10).map(({ title }) => title),
      ['SYMBOL', 'PRICE'],
    )
  })

  it('is airy where there is room, and leaves the rest to alerts', () => {
    assert.deepEqual(arrangeLines(4, 24), { rows: 4, hidden: 0, alerts: 12, isAiry: true })
    assert.deepEqual(arrangeLines(4, 12), { rows: 4, hidden: 0, alerts: 4, isAiry: false })
    assert.deepEqual(arrangeLines(50, 24), { rows: 19, hidden: 31, alerts: 0, isAiry: false })
  })
})
