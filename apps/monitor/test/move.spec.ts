/** The alert of a move. */
import assert from 'node:assert/strict'
import { from } from 'rxjs'
import { describe, it } from './runner.js'
import { type News } from '../src/core/alert.js'
import { moves } from '../src/core/moves.js'
import { emptyQuote, type Quote } from '../src/core/quote.js'

/** What is told of these quotes, one after the other. */
function told(...quotes: readonly Quote[]): readonly News[] {
  const news: News[] = []
  from(quotes)
    .pipe(moves())
    .subscribe(item => news.push(item))
  return news
}

/** What is told while the change takes these values one after the other. */
const toldOf = (...changes: readonly number[]): readonly News[] =>
  told(
    ...changes.map(dayChange => ({
      ...emptyQuote('BTCUSDT', 'day'),
      price: 60_000,
      decimals: 2,
      dayChange,
    })),
  )

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
    const quote: Quote = { ...emptyQuote('BTCUSDT', 'start'), price: 104, startPrice: 100 }
    assert.equal(told(quote)[0]?.text, '+4.00% since the start, at 104')
  })

  it('is told again only after a return below 2.5 %', () => {
    assert.equal(toldOf(3.1, 2.5, 3.1).length, 1)
    assert.equal(toldOf(3.1, 2.49, 3.1).length, 2)
    assert.equal(toldOf(-3.1, -2.49, -3.1).length, 2)
  })

  it('at just 3 % is none', () => {
    assert.deepEqual(toldOf(3, -3), [])
  })
})
