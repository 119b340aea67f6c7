import { from, type OperatorFunction } from 'rxjs'
import type { Gap, Trade } from '../../src/index.js'
import { count, movingWindow, sum, tickBars, toKlines, tumblingWindow } from '../../src/operators/index.js'
import { aGap, aTrade } from '../../src/testing/index.js'

const MINUTE = 60_000
const gap = aGap({ missing: 3 })
const ofOther = aGap({ channel: { kind: 'trade', symbol: 'ETHUSDT' } })
const trade = (tradeId: number, eventTime = tradeId, symbol = 'BTCUSDT'): Trade =>
  aTrade({ tradeId, eventTime, quantity: tradeId, symbol })

function resultOf<R>(items: readonly (Trade | Gap)[], operator$: OperatorFunction<Trade | Gap, R>): R[] {
  const values: R[] = []
  from(items)
    .pipe(operator$)
    .subscribe(value => values.push(value))
  return values
}

const bySymbol = (t: Trade): string => t.symbol
const total = sum((t: Trade) => t.quantity)

describe('onGap', () => {
  const items = [trade(1), trade(2), gap, trade(6), trade(7)]

  it('is ignored by default', () => {
    expect(resultOf(items, movingWindow({ count: 3 }, total))).toEqual([1, 3, 9, 15])
    expect(resultOf(items, tickBars(4))).toMatchObject([{ tradeCount: 4 }])
    expect(resultOf(items, tickBars(4))[0]).not.toHaveProperty('isPartial')
  })

  it.each([
    ['a count', { count: 3 }],
    ['a span', { span: 100, time: (t: Trade) => t.eventTime }],
    ['everything', { count: Infinity }],
  ] as const)('empties a moving window of %s', (_title, window) => {
    expect(resultOf(items, movingWindow({ ...window, onGap: 'reset' }, total))).toEqual([1, 3, 6, 13])
  })

  it('removes the events before a reset in order', () => {
    const late = [...items, trade(8, 101), trade(9, 102), trade(10, 107)]
    const window = { span: 100, time: (t: Trade) => t.eventTime, onGap: 'reset' } as const
    expect(resultOf(late, movingWindow(window, total)).slice(4)).toEqual([21, 30, 27])
  })

  it('marks values of a moving window that spans the gap', () => {
    const values = resultOf([...items, trade(8)], movingWindow({ count: 3, onGap: 'mark' }, total))
    expect(values).toEqual([
      { value: 1, spansGap: false },
      { value: 3, spansGap: false },
      { value: 9, spansGap: true },
      { value: 15, spansGap: true },
      { value: 21, spansGap: false },
    ])
  })

  it('concerns only the window of the symbol', () => {
    const mixed = [trade(1), trade(1, 1, 'ETHUSDT'), ofOther, trade(2), trade(2, 2, 'ETHUSDT')]
    expect(resultOf(mixed, movingWindow({ count: 2, by: bySymbol, onGap: 'mark' }, count()))).toEqual([
      { key: 'BTCUSDT', value: 1, spansGap: false },
      { key: 'ETHUSDT', value: 1, spansGap: false },
      { key: 'BTCUSDT', value: 2, spansGap: false },
      { key: 'ETHUSDT', value: 2, spansGap: true },
    ])
    expect(resultOf(mixed, movingWindow({ count: 2, by: bySymbol, onGap: 'reset' }, count()))).toEqual([
      { key: 'BTCUSDT', value: 1 },
      { key: 'ETHUSDT', value: 1 },
      { key: 'BTCUSDT', value: 2 },
      { key: 'ETHUSDT', value: 1 },
    ])
  })

  it('concerns all windows where the gap has no key', () => {
    const byPrice = (t: Trade): number => t.price
    const values = resultOf(items, movingWindow({ count: 3, by: byPrice, onGap: 'reset' }, total))
    expect(values.map(({ value }) => value)).toEqual([1, 3, 6, 13])
  })

  const minutes = [trade(1, 1), gap, trade(5, MINUTE), trade(6, 2 * MINUTE), trade(7, 3 * MINUTE)]

  it('marks or leaves out the tumbling windows around the gap', () => {
    const window = { span: MINUTE, time: 'event' } as const
    const marked = resultOf(minutes, tumblingWindow({ ...window, onGap: 'mark' }, total))
    expect(marked.map(({ value, spansGap }) => [value, spansGap])).toEqual([
      [1, true],
      [5, true],
      [6, false],
      [7, false],
    ])
    const kept = resultOf(minutes, tumblingWindow({ ...window, onGap: 'reset' }, total))
    expect(kept.map(({ value }) => value)).toEqual([6, 7])
  })

  it('marks or leaves out the klines around the gap', () => {
    const marked = resultOf(minutes, toKlines('1m', { onGap: 'mark' }))
    expect(marked.map(({ volume, isPartial }) => [volume, isPartial])).toEqual([
      [1, true],
      [5, true],
      [6, false],
      [7, false],
    ])
    const kept = resultOf(minutes, toKlines('1m', { onGap: 'reset' }))
    expect(kept.map(({ volume }) => volume)).toEqual([6, 7])
  })

  it('marks or discards the bar that the gap interrupts', () => {
    const trades = [trade(1), gap, trade(5), trade(6), trade(7)]
    expect(resultOf(trades, tickBars(2, { onGap: 'mark' }))).toMatchObject([
      { firstTradeId: 1, lastTradeId: 5, isPartial: true },
      { firstTradeId: 6, lastTradeId: 7, isPartial: false },
    ])
    expect(resultOf(trades, tickBars(2, { onGap: 'reset' }))).toMatchObject([
      { firstTradeId: 5, lastTradeId: 6 },
      { firstTradeId: 7, isClosed: false },
    ])
  })

  it('rejects other values', () => {
    const wrong = { code: 'INVALID_OPTION', option: 'onGap' }
    const onGap = 'fill' as never
    expect(() => movingWindow({ count: 3, onGap }, total)).toThrow(expect.objectContaining(wrong) as Error)
    expect(() => tumblingWindow({ span: 3, onGap }, total)).toThrow(expect.objectContaining(wrong) as Error)
    expect(() => toKlines('1m', { onGap })).toThrow(expect.objectContaining(wrong) as Error)
    expect(() => tickBars(3, { onGap })).toThrow(expect.objectContaining(wrong) as Error)
  })
})
