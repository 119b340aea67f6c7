/** Views as lines of text. */
import assert from 'node:assert/strict'
import { describe, it } from '../../runner.js'
import { from } from 'rxjs'
import { lines$ } from '../../../src/ui/text/lines.js'
import { createHarness } from '../../harness.js'

function linesOf(harness: ReturnType<typeof createHarness>): readonly string[] {
  const lines: string[] = []
  from(harness.views)
    .pipe(lines$)
    .subscribe(text => lines.push(text))
  return lines
}

describe('lines', () => {
  it('are one per second and symbol, with all columns', () => {
    const harness = createHarness()
    harness.scheduler.advanceBy(10_500)
    const prices = linesOf(harness).filter(text => / price /.test(text))
    assert.equal(prices.length, 2 * 10)
    assert.match(
      prices.at(-1) ?? '',
      /^\S+Z price symbol=ETHUSDT price=\d+\.\d\d change=[+-]?\d+\.\d\d% bid=\S+ ask=\S+ open=\S+ high=\S+ low=\S+ close=\S+ rate=\d+ latency=0ms$/,
    )
  })

  it('report each status of the connection and each alert once', () => {
    const harness = createHarness()
    harness.scheduler.advanceBy(10_000)
    harness.exchange.faults.drop({ code: 1011 })
    harness.scheduler.advanceBy(60_000)
    const lines = linesOf(harness)
    assert.deepEqual(
      lines.flatMap(text => / status connection=(\w+)/.exec(text)?.[1] ?? []),
      [
        'connecting',
        'open',
        'subscribing',
        'live',
        'closed',
        'reconnecting',
        'connecting',
        'open',
        'subscribing',
        'live',
      ],
    )
    const ids = harness.view().alerts.length
    assert.equal(lines.filter(text => / alert /.test(text)).length, ids)
    assert.ok(lines.some(text => / alert kind=kline symbol=BTCUSDT text="1m closed: /.test(text)))
  })

  it('begin with an ISO time and have no colour', () => {
    const harness = createHarness()
    harness.scheduler.advanceBy(3_000)
    for (const text of linesOf(harness)) {
      assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (price|status|alert) \w+=/)
      assert.ok(!text.includes('\u001B') && !text.includes('\n'))
    }
  })
})
