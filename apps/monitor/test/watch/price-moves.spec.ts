/** Alerts for price moves. */
import assert from 'node:assert/strict'
import { from } from 'rxjs'
import { describe, it } from '../runner.js'
import { type AlertInput } from '../../src/state/alert.js'
import { priceMoves } from '../../src/watch/price-moves.js'
import { emptyQuote, type Quote } from '../../src/state/quote.js'

/** Returns the alerts for a sequence of quotes. */
function alertsFor(...quotes: readonly Quote[]): readonly AlertInput[] {
  const news: AlertInput[] = []
  from(quotes)
    .pipe(priceMoves())
    .subscribe(item => news.push(item))
  return news
}

/** Returns the alerts for a sequence of changes. */
const alertsForChanges = (...changes: readonly number[]): readonly AlertInput[] =>
  alertsFor(
    ...changes.map(dayChange => ({
      ...emptyQuote('BTCUSDT', 'day'),
      price: 60_000,
      decimals: 2,
      dayChange,
    })),
  )

describe('priceMoves, beyond 3 %', () => {
  it('emits once while the move lasts', () => {
    assert.deepEqual(
      alertsForChanges(2.9, 3.1, 3.4, 5, 3.2).map(({ text }) => text),
      ['+3.10% in 24 h, at 60000.00'],
    )
  })

  it('emits for falls as for rises', () => {
    assert.deepEqual(
      alertsForChanges(-3.5).map(({ tone, text }) => [tone, text]),
      [['down', '-3.50% in 24 h, at 60000.00']],
    )
  })

  it('does not repeat while the change wavers about the threshold', () => {
    assert.equal(alertsForChanges(3.1, 2.9, 3.1, 2.8, 3.2).length, 1)
  })

  it('emits again after a return', () => {
    assert.equal(alertsForChanges(3.1, 2, 3.1).length, 2)
  })

  it('emits for the opposite direction at once', () => {
    assert.deepEqual(
      alertsForChanges(3.1, -3.1).map(({ tone }) => tone),
      ['up', 'down'],
    )
  })

  it('measures from the start without a ticker', () => {
    const quote: Quote = { ...emptyQuote('BTCUSDT', 'start'), price: 104, startPrice: 100 }
    assert.equal(alertsFor(quote)[0]?.text, '+4.00% since the start, at 104')
  })

  it('resets only below 2.5 %', () => {
    assert.equal(alertsForChanges(3.1, 2.5, 3.1).length, 1)
    assert.equal(alertsForChanges(3.1, 2.49, 3.1).length, 2)
    assert.equal(alertsForChanges(-3.1, -2.49, -3.1).length, 2)
  })

  it('does not emit at exactly 3 %', () => {
    assert.deepEqual(alertsForChanges(3, -3), [])
  })
})
