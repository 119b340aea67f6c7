/** The summary, as text and as lines. */
import assert from 'node:assert/strict'
import { summaryText } from '../../src/ui/ink/summary-text.js'
import { summaryLines } from '../../src/ui/text/summary-lines.js'
import { createHarness, START } from '../harness.js'
import { describe, it } from '../runner.js'

describe('the summary', () => {
  const harness = createHarness()
  harness.scheduler.advanceBy(65_000)

  it('has duration, events, reconnects, errors and each last price', () => {
    const [first, ...rows] = summaryText(harness.view(), START + 65_000).split('\n')
    assert.match(first ?? '', /^Watched 2 symbols for 1 min 5 s: [\d,]+ events, 0 reconnects, 0 errors\.$/)
    assert.match(rows[0] ?? '', /^ {2}BTCUSDT {2}\d+\.\d\d {2}[+-]?\d\.\d\d% {2}in 24 h {2}[\d,]+ events$/)
    assert.equal(rows.length, 2)
  })

  it('has the same facts as log lines', () => {
    const [first, btc] = summaryLines(harness.view(), START + 65_000).split('\n')
    assert.match(first ?? '', / summary duration=65\.0s events=\d+ reconnects=0 errors=0$/)
    assert.match(btc ?? '', / summary symbol=BTCUSDT price=\d+\.\d\d change=\S+% events=\d+$/)
  })

  it('counts the frames of a recording', () => {
    const text = summaryText(harness.view(), START + 65_000, { frames: 41_248, delivered: 41_248 })
    assert.match(
      text,
      /, 0 rejected\.\nThe recording contains 41,248 frames: 41,248 played, [\d,]+ shown\.\n/,
    )
  })
})
