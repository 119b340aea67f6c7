/** The ladder of a book as text, and how it fits into a terminal. */
import assert from 'node:assert/strict'
import { type BookPanel, emptyPanel, type PanelLevel } from '../../../src/state/book-panel.js'
import { bar, ladderText } from '../../../src/ui/ink/ladder-rows.js'
import { layOutBookLines } from '../../../src/ui/ink/layout.js'
import { describe, it } from '../../runner.js'

const levels = (first: number, step: number): readonly PanelLevel[] =>
  Array.from({ length: 40 }, (_, n) => ({
    price: first + n * step,
    quantity: n + 1,
    total: ((n + 1) * (n + 2)) / 2,
  }))

const panel: BookPanel = {
  ...emptyPanel('BTCUSDT'),
  state: 'live',
  bids: levels(100, -0.5),
  asks: levels(100.5, 0.5),
  spread: 0.5,
  spreadPoints: 49.875,
  imbalance: -0.25,
  decimals: 1,
  quantityDecimals: 2,
}

describe('the ladder', () => {
  it('has asks above the spread and bids below', () => {
    assert.deepEqual(ladderText(panel, 2, 40), {
      head: 'PRICE  QUANTITY  TOTAL',
      asks: ['101.0      2.00   3.00  ████████████████', '100.5      1.00   1.00  ████████'],
      spread: 'spread 0.5 (49.88 bp) · imbalance -25.00%'.slice(0, 40),
      bids: ['100.0      1.00   1.00  ████████', ' 99.5      2.00   3.00  ████████████████'],
    })
  })

  it('leaves out the total, then the bar, where narrow', () => {
    const rows = (width: number) => ladderText(panel, 3, width).bids[0]
    assert.equal(rows(30), '100.0      1.00  ████▍')
    assert.equal(rows(15), '100.0      1.00')
    for (let width = 1; width < 140; width++) {
      const { head, asks, spread, bids } = ladderText(panel, 40, width)
      for (const line of [head, ...asks, spread, ...bids])
        assert.ok(line.length <= width, `${width}: ${line}`)
    }
  })

  it('names an empty side', () => {
    assert.equal(ladderText(emptyPanel('BTCUSDT'), 5, 80).spread, 'no spread: a side is empty')
  })

  it('draws bars in eighths of a column', () => {
    assert.deepEqual(
      [bar(1, 4), bar(0.5, 4), bar(0.3, 4), bar(0.0001, 4), bar(0, 4), bar(1, 0)],
      ['████', '██', '█▎', '▏', '', ''],
    )
  })

  it('fits into every height', () => {
    for (let height = 8; height < 100; height++) {
      const { levels, alerts } = layOutBookLines(height)
      assert.ok(levels >= 1 && 5 + 2 * levels + alerts <= height - 1, String(height))
    }
    assert.equal(layOutBookLines(24).levels, 8)
  })
})
