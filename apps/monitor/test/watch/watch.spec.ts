/** The stream of views, on the embedded exchange in virtual time. */
import assert from 'node:assert/strict'
import { describe, it } from '../runner.js'
import { changeOf } from '../../src/state/quote.js'
import { liveStreams, worstStatus } from '../../src/state/connection-summary.js'
import { createHarness, START } from '../harness.js'

describe('watch$', () => {
  it('has a row for each symbol before the first event', () => {
    const { views } = createHarness()
    assert.deepEqual(
      views[0]?.rows.map(({ symbol, price }) => [symbol, price]),
      [
        ['BTCUSDT', undefined],
        ['ETHUSDT', undefined],
      ],
    )
  })

  it('subscribes four streams per symbol and becomes live', () => {
    const { scheduler, exchange, view } = createHarness()
    scheduler.advanceBy(500)
    assert.deepEqual([...(exchange.connections[0]?.subscriptions ?? [])].sort(), [
      'btcusdt@aggTrade',
      'btcusdt@bookTicker',
      'btcusdt@kline_1m',
      'btcusdt@ticker',
      'ethusdt@aggTrade',
      'ethusdt@bookTicker',
      'ethusdt@kline_1m',
      'ethusdt@ticker',
    ])
    assert.equal(worstStatus(view().connection)?.type, 'live')
    assert.equal(liveStreams(view().connection), 8)
  })

  it('tracks price, change, best prices and the current minute', () => {
    const { scheduler, row } = createHarness()
    scheduler.advanceBy(5_000)
    for (const symbol of ['BTCUSDT', 'ETHUSDT']) {
      const { price = 0, bid = 0, ask = 0, kline, decimals } = row(symbol)
      assert.ok(bid < ask && Math.abs(price / bid - 1) < 0.01)
      assert.ok(
        kline !== undefined && kline.lowPrice <= kline.closePrice && kline.closePrice <= kline.highPrice,
      )
      assert.equal(decimals, 2)
      assert.equal(typeof changeOf(row(symbol)), 'number')
    }
  })

  it('counts events per second and in total', () => {
    const { scheduler, view } = createHarness()
    scheduler.advanceBy(3_000)
    const { events, rows, rate } = view()
    assert.ok(rate > 10)
    assert.equal(
      rate,
      rows.reduce((sum, row) => sum + row.rate, 0),
    )
    assert.equal(
      events,
      rows.reduce((sum, row) => sum + row.events, 0),
    )
  })

  it('counts zero without events', () => {
    const { scheduler, exchange, view } = createHarness()
    scheduler.advanceBy(3_000)
    exchange.faults.refuse()
    exchange.faults.drop()
    scheduler.advanceBy(2_000)
    const { rate, rows, latency } = view()
    assert.deepEqual([rate, ...rows.map(row => row.rate)], [0, 0, 0])
    assert.equal(latency, 0)
  })

  it("measures latency from the exchange's clock to ours", () => {
    const { scheduler, view } = createHarness({ exchange: { latency: 7 } })
    scheduler.advanceBy(3_000)
    assert.equal(view().latency, 7)
  })

  it('does not measure the latency of a recording', () => {
    const { scheduler, view } = createHarness({ isRecorded: true })
    scheduler.advanceBy(3_000)
    assert.equal(view().latency, undefined)
  })

  it('keeps one price per second for a minute', () => {
    const { scheduler, row } = createHarness()
    scheduler.advanceBy(10_500)
    assert.equal(row('BTCUSDT').history.length, 10)
    scheduler.advanceBy(120_000)
    assert.equal(row('BTCUSDT').history.length, 60)
  })

  it('alerts once for each closed kline', () => {
    const { scheduler, alerts } = createHarness()
    scheduler.advanceBy(70_000)
    const closed = alerts('kline')
    assert.equal(closed.length, 2)
    assert.match(closed[0] ?? '', /^(BTC|ETH)USDT 1m closed: \d+\.\d\d → \d+\.\d\d \([+-]?\d+\.\d\d%\)$/)
  })

  it('alerts when the connection is lost and live again', () => {
    const { scheduler, exchange, view, alerts } = createHarness()
    scheduler.advanceBy(10_000)
    exchange.faults.drop({ code: 1011, reason: 'internal error' })
    scheduler.advanceBy(5_000)
    assert.deepEqual(alerts('reconnect'), [
      'connection lost (code 1011, internal error), attempt 1 to reconnect in 1.0 s',
    ])
    assert.deepEqual(alerts('live'), ['live again, 8 streams'])
    assert.equal(view().connection.reconnects, 1)
  })

  it('counts every dropped frame and alerts once a second', () => {
    const { scheduler, exchange, view, alerts } = createHarness()
    scheduler.advanceBy(2_000)
    exchange.faults.corrupt('btcusdt@bookTicker', ({ b: _, ...rest }) => rest, 5)
    scheduler.advanceBy(900)
    assert.equal(view().errors, 5)
    assert.equal(alerts('error').length, 1)
    assert.match(alerts('error')[0] ?? '', /^a frame of bookTicker BTCUSDT was dropped: data\.b /)
  })

  it('alerts again for errors after a second', () => {
    const { scheduler, exchange, view, alerts } = createHarness()
    scheduler.advanceBy(2_000)
    exchange.faults.corrupt('btcusdt@bookTicker', ({ b: _, ...rest }) => rest, 1_000)
    scheduler.advanceBy(5_000)
    assert.ok(view().errors > 20)
    assert.equal(alerts('error').length, 5)
  })

  it('alerts for a rejected stream and continues with the others', () => {
    const harness = createHarness()
    harness.exchange.faults.reject('ethusdt@aggTrade')
    harness.scheduler.advanceBy(5_000)
    assert.equal(harness.alerts('rejected').length, 1)
    assert.match(harness.alerts('rejected')[0] ?? '', /^ETHUSDT the exchange rejected ethusdt@aggTrade/)
    assert.ok(harness.row('ETHUSDT').events > 0)
    assert.deepEqual(harness.ends, [])
  })

  it('alerts once for a symbol without events after ten seconds', () => {
    const { scheduler, alerts, ends } = createHarness({ symbols: ['BTCUSDT', 'NOSUCHUSDT'] })
    scheduler.advanceBy(9_000)
    assert.deepEqual(alerts('silent'), [])
    scheduler.advanceBy(60_000)
    assert.deepEqual(alerts('silent'), ['NOSUCHUSDT no events within 10 s; does this exchange list it?'])
    assert.deepEqual(ends, [])
  })

  it('fails when no symbol has events', () => {
    const { scheduler, ends } = createHarness({ symbols: ['NOSUCHUSDT'] })
    scheduler.advanceBy(12_000)
    assert.match(
      String(ends[0]),
      /^CliError: no events for NOSUCHUSDT, though the streams are open; check that this exchange lists it$/,
    )
  })

  it('fails after three attempts when no connection ever opened', () => {
    const { scheduler, exchange, ends } = createHarness()
    exchange.faults.refuse()
    scheduler.advanceBy(2_999)
    assert.deepEqual(ends, [])
    scheduler.advanceBy(10)
    assert.match(
      String(ends[0]),
      /^CliError: cannot reach wss:\/\/\S+: .*; check the address and the network$/,
    )
    assert.equal(exchange.attempts, 3)
  })

  it('retries without limit after the connection was live', () => {
    const { scheduler, exchange, view, ends } = createHarness()
    scheduler.advanceBy(10_000)
    const clear = exchange.faults.refuse()
    exchange.faults.drop()
    scheduler.advanceBy(3_600_000)
    assert.deepEqual(ends, [])
    clear()
    scheduler.advanceBy(70_000)
    assert.equal(worstStatus(view().connection)?.type, 'live')
  })

  it('leaves no connection and no timer behind', async () => {
    const { scheduler, exchange, market, watching } = createHarness()
    scheduler.advanceBy(5_000)
    watching.unsubscribe()
    const closed = market.close()
    scheduler.advanceBy(10_000)
    await closed
    assert.equal(exchange.connections.length, 0)
    assert.equal(scheduler.pending, 0)
  })

  it('stamps every view with its time', () => {
    const { scheduler, views } = createHarness()
    scheduler.advanceBy(2_000)
    const times = views.map(({ now }) => now)
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    )
    assert.equal(times[0], START)
  })
})
