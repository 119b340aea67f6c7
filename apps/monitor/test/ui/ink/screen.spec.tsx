/** The screen as text. */
import assert from 'node:assert/strict'
import { renderToString } from 'ink'
import { type ConnectionStatus } from 'rxmarket'
import { type View } from '../../../src/state/view.js'
import { layOutColumns, layOutLines, type Size, widthOf } from '../../../src/ui/ink/layout.js'
import { Screen } from '../../../src/ui/ink/screen.js'
import { describeStatus } from '../../../src/ui/ink/status-line.js'
import { describe, it } from '../../runner.js'
import { createHarness, START } from '../../harness.js'

const linesOf = (view: View, size: Size): readonly string[] =>
  renderToString(<Screen view={view} size={size} name="an exchange" hint="q quits" />, {
    columns: size.columns,
  }).split('\n')

const harness = createHarness({ symbols: ['BTCUSDT', 'ETHUSDT', 'ADAUSDT'] })
harness.scheduler.advanceBy(70_000)
const view = harness.view()

describe('the screen', () => {
  it('shows table, connection and alerts at 80 columns', () => {
    const [title, , head, btc, eth, ada, , status, , first, second] = linesOf(view, { columns: 80, rows: 24 })
    assert.match(title ?? '', /^rxmarket · an exchange {2,}1 min 10 s · q quits$/)
    assert.match(head ?? '', /^SYMBOL +PRICE +24 H {2}TREND +BID +ASK {2}1 MIN +EV\/S$/)
    const row = /^[A-Z]{3}USDT +\d+\.\d+ +[+-]?\d+\.\d\d% {2}[▁▂▃▄▅▆▇█]+ +\d+\.\d+ +\d+\.\d+ {2}[─█┃]+ +\d+$/
    for (const line of [btc, eth, ada]) assert.match(line ?? '', row)
    assert.match(ada ?? '', /ADAUSDT +0\.\d{4} /)
    assert.match(status ?? '', /^● live · \d+ events\/s · latency 0 ms · 12 streams · [\d,]+ events$/)
    assert.match(first ?? '', /^\d\d:\d\d:\d\d [▲▼■!] [A-Z]+ /)
    assert.ok((second ?? '').slice(0, 8) <= (first ?? '').slice(0, 8))
  })

  it('adds the prices of the minute at 120 columns', () => {
    assert.match(linesOf(view, { columns: 120, rows: 40 })[2] ?? '', /1 MIN +OPEN +HIGH +LOW +CLOSE +EV\/S$/)
  })

  it('drops bid and ask at 60 columns', () => {
    assert.match(
      linesOf(view, { columns: 60, rows: 20 })[2] ?? '',
      /^SYMBOL +PRICE +24 H +TREND +1 MIN +EV\/S$/,
    )
  })

  it('is never wider than the terminal nor as tall', () => {
    for (let columns = 20; columns <= 200; columns += 9) {
      for (const rows of [5, 6, 8, 12, 24, 60]) {
        const lines = linesOf(view, { columns, rows })
        assert.ok(lines.length < rows, `${lines.length} lines of ${rows}`)
        assert.ok(Math.max(...lines.map(line => line.length)) <= columns)
      }
    }
  })

  it('reports how many symbols are hidden', () => {
    assert.match(linesOf(view, { columns: 80, rows: 6 }).join('\n'), /… and 2 more: make the window taller/)
  })

  it('keeps its columns still while digits change', () => {
    const heads = harness.views
      .slice(-600)
      .filter((_, at) => at % 10 === 0)
      .map(each => linesOf(each, { columns: 80, rows: 24 })[2])
    assert.equal(new Set(heads).size, 1)
  })

  it('shows symbols before the first event', () => {
    const [, , , btc] = linesOf(harness.views[0] ?? view, { columns: 80, rows: 24 })
    assert.match(btc ?? '', /^BTCUSDT +– +– +– +– +0$/)
  })

  it('shows CHANGE instead of 24 H without tickers', () => {
    const channels = [{ kind: 'trade', symbol: 'BTCUSDT' }] as const
    const recorded = createHarness({ channels, isRecorded: true })
    recorded.scheduler.advanceBy(5_000)
    const [, , head, btc] = linesOf(recorded.view(), { columns: 80, rows: 24 })
    assert.match(head ?? '', /PRICE +CHANGE +TREND/)
    assert.match(btc ?? '', /^BTCUSDT +\d+\.\d\d +[+-]?\d\.\d\d%/)
  })
})

describe('the status line', () => {
  const at = START
  const statuses: readonly (readonly [ConnectionStatus, string])[] = [
    [{ type: 'connecting', connection: 0, at, url: 'ws://host' }, '○ connecting'],
    [{ type: 'open', connection: 0, at }, '◐ open'],
    [{ type: 'subscribing', connection: 0, at, pending: 4 }, '◐ subscribing, 4 to go'],
    [{ type: 'live', connection: 0, at, streams: 8 }, '● live'],
    [
      { type: 'rotating', connection: 0, at, streams: 8, reason: 'shutdown', attempt: 1 },
      '◉ live, rotating (shutdown announced)',
    ],
    [
      { type: 'rotating', connection: 0, at, streams: 8, reason: 'age', attempt: 2 },
      '◉ live, rotating (session is old, attempt 2)',
    ],
    [{ type: 'stale', connection: 0, at, silence: 35_000 }, '◌ silent for 35 s'],
    [{ type: 'closed', connection: 0, at, code: 1006, reason: '' }, '○ closed (1006)'],
    [
      { type: 'reconnecting', connection: 0, at, attempt: 2, delay: 9_000, cause: new Error('gone') },
      '↻ reconnecting in 6 s, attempt 2',
    ],
    [
      { type: 'failed', connection: 0, at, attempts: 5, cause: new Error('gone') },
      '✖ failed after 5 attempts',
    ],
  ]
  for (const [status, words] of statuses) {
    it(`shows "${words}"`, () => {
      const { mark, text } = describeStatus(status, START + 3_000)
      assert.equal(`${mark} ${text}`, words)
    })
  }

  it('drops the least important facts that do not fit', () => {
    const busy = { ...view, errors: 123, rate: 1_234, latency: 123, events: 1_234_567 }
    const { connection } = busy
    const reconnecting = { ...connection, reconnects: 12 }
    const at = (columns: number) => linesOf({ ...busy, connection: reconnecting }, { columns, rows: 24 })[7]
    assert.equal(at(80), '● live · 123 errors · 12 reconnects · 1234 events/s · latency 123 ms')
    assert.equal(at(40), '● live · 123 errors · 12 reconnects')
    assert.equal(at(10), '● live')
  })

  it('shows errors and reconnects once there are any', () => {
    const withErrors = { ...view, errors: 3, connection: { ...view.connection, reconnects: 2 } }
    const status = linesOf(withErrors, { columns: 80, rows: 24 })[7]
    assert.match(status ?? '', /^● live · 3 errors · 2 reconnects · /)
  })
})

describe('layout', () => {
  it('gives the remaining width to trend and candle', () => {
    for (let width = 80; width < 115; width++) assert.equal(widthOf(layOutColumns(view.rows, width)), width)
  })

  it('keeps symbol and price however narrow the terminal', () => {
    assert.deepEqual(
      layOutColumns(view.rows, 10).map(({ title }) => title),
      ['SYMBOL', 'PRICE'],
    )
  })

  it('adds spacing if it fits, gives the rest to alerts', () => {
    assert.deepEqual(layOutLines(4, 24), { rows: 4, hidden: 0, alerts: 12, hasSpacing: true })
    assert.deepEqual(layOutLines(4, 12), { rows: 4, hidden: 0, alerts: 4, hasSpacing: false })
    assert.deepEqual(layOutLines(50, 24), { rows: 19, hidden: 31, alerts: 0, hasSpacing: false })
  })
})
