/** The alert of a move. */
import assert from 'node:assert/strict'
import { describe, it } from './runner.js'
import { type News } from '../src/core/alert.js'
import { moveNews } from '../src/core/news.js'
import { emptyRow, type Row } from '../src/core/row.js'

/** What is told while the change takes these values one after the other. */
function toldOf(...changes: readonly number[]): readonly News[] {
  let row: Row = { ...emptyRow('BTCUSDT', 'day'), price: 60_000, decimals: 2 }
  return changes.flatMap(dayChange => {
    const moved = moveNews({ ...row, dayChange })
    row = moved.row
    return moved.news
  })
}

describe('a move over 3 %', () => {
  it('is told once while it lasts, not every second', () => {
    assert.deepEqual(
      toldOf(2.9, 3.1, 3.4, 5, 3.2).map(({ text }) => text),
      ['+3.10% in 24 h, at 60000.00'],
    )
  })

  it('is told down as up', () => {
    assert.deepEqual(
      toldOf(-3.5).map(({ tone, text }) => [tone, text]),
      [['down', '-3.50% in 24 h, at 60000.00']],
    )
  })

  it('is not told again by a change that wavers about the threshold', () => {
    assert.equal(toldOf(3.1, 2.9, 3.1, 2.8, 3.2).length, 1)
  })

  it('is told again after a return', () => {
    assert.equal(toldOf(3.1, 2, 3.1).length, 2)
  })

  it('is told of the other side at once', () => {
    assert.deepEqual(
      toldOf(3.1, -3.1).map(({ tone }) => tone),
      ['up', 'down'],
    )
  })

  it('is measured from the start where there is no ticker', () => {
    const row: Row = { ...emptyRow('BTCUSDT', 'start'), price: 104, startPrice: 100 }
    assert.equal(moveNews(row).news[0]?.text, '+4.00% since the start, at 104')
  })

  it('at just 3 % is none', () => {
    assert.deepEqual(toldOf(3, -3), [])
  })
})
