/** The core in virtual time, at the embedded exchange. */
import assert from 'node:assert/strict'
import { describe, it } from './runner.js'
import { changeOf } from '../src/core/quote.js'
import { liveStreams, worstOf } from '../src/core/link.js'
import { createWorld, START } from './world.js'

describe('watching a market', () => {
  it('shows a row for each symbol at once, before anything came', () => {
    const { views } = createWorld()
    assert.deepEqual(
      views[0]?.rows.map(({ symbol, price }) => [symbol, price]),
      [
        ['BTCUSDT', undefined],
        ['ETHUSDT', undefined],
      ],
    )
  })

  it('subscribes four streams a symbol, and is live', () => {
    const { scheduler, exchange, view } = createWorld()
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
    assert.equal(worstOf(view().link)?.type, 'live')
    assert.equal(liveStreams(view().link), 8)
  })

  it('knows price, change, best prices and the running minute of each symbol', () => {
    const { scheduler, row } = createWorld()
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

  it('counts the events of each second, and all of them', () => {
    const { scheduler, view } = createWorld()
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

  it('counts none while nothing comes', () => {
    const { scheduler, exchange, view } = createWorld()
    scheduler.advanceBy(3_000)
    exchange.faults.refuse()
    exchange.faults.drop()
    scheduler.advanceBy(2_000)
    const { rate, rows, latency } = view()
    assert.deepEqual([rate, ...rows.map(row => row.rate)], [0, 0, 0])
    assert.equal(latency, 0)
  })

  it("measures latency from the exchange's clock to ours", () => {
    const { scheduler, view } = createWorld({ exchange: { latency: 7 } })
    scheduler.advanceBy(3_000)
    assert.equal(view().latency, 7)
  })

  it('measures no latency of a recording', () => {
    const { scheduler, view } = createWorld({ isRecorded: true })
    scheduler.advanceBy(3_000)
    assert.equal(view().latency, undefined)
  })

  it('keeps one price a second for the trend, a minute of them', () => {
    const { scheduler, row } = createWorld()
    scheduler.advanceBy(10_500)
    assert.equal(row('BTCUSDT').history.length, 10)
    scheduler.advanceBy(120_000)
    assert.equal(row('BTCUSDT').history.length, 60)
  })

  it('tells once of each kline that closes', () => {
    const { scheduler, alerts } = createWorld()
    scheduler.advanceBy(70_000)
    const told = alerts('kline')
    assert.equal(told.length, 2)
    assert.match(told[0] ?? '', /^(BTC|ETH)USDT 1m closed: \d+\.\d\d → \d+\.\d\d \([+-]\d+\.\d\d%\)$/)
  })

  it('tells of a lost connection with its attempt, and of being live again', () => {
    const { scheduler, exchange, view, alerts } = createWorld()
    scheduler.advanceBy(10_000)
    exchange.faults.drop({ code: 1011, reason: 'internal error' })
    scheduler.advanceBy(5_000)
    assert.deepEqual(alerts('reconnect'), [
      'connection lost (code 1011, internal error), attempt 1 to reconnect in 1.0 s',
    ])
    assert.deepEqual(alerts('live'), ['live again, 8 streams'])
    assert.equal(view().link.reconnects, 1)
  })

  it('counts every dropped frame, and tells of one a second', () => {
    const { scheduler, exchange, view, alerts } = createWorld()
    scheduler.advanceBy(2_000)
    exchange.faults.corrupt('btcusdt@bookTicker', ({ b: _, ...rest }) => rest, 5)
    scheduler.advanceBy(900)
    assert.equal(view().errors, 5)
    assert.equal(alerts('error').length, 1)
    assert.match(alerts('error')[0] ?? '', /^a frame of bookTicker BTCUSDT was dropped: data\.b /)
  })

  it('tells of an error again when a second has passed', () => {
    const { scheduler, exchange, view, alerts } = createWorld()
    scheduler.advanceBy(2_000)
    exchange.faults.corrupt('btcusdt@bookTicker', ({ b: _, ...rest }) => rest, 1_000)
    scheduler.advanceBy(5_000)
    assert.ok(view().errors > 20)
    assert.equal(alerts('error').length, 5)
  })

  it('tells of a refused stream, and goes on with the others', () => {
    const world = createWorld()
    world.exchange.faults.reject('ethusdt@aggTrade')
    world.scheduler.advanceBy(5_000)
    assert.equal(world.alerts('refused').length, 1)
    assert.match(world.alerts('refused')[0] ?? '', /^ETHUSDT the exchange rejected ethusdt@aggTrade/)
    assert.ok(world.row('ETHUSDT').events > 0)
    assert.deepEqual(world.ends, [])
  })

  it('says after ten seconds that a symbol is silent, once', () => {
    const { scheduler, alerts, ends } = createWorld({ symbols: ['BTCUSDT', 'NOSUCHUSDT'] })
    scheduler.advanceBy(9_000)
    assert.deepEqual(alerts('silent'), [])
    scheduler.advanceBy(60_000)
    assert.deepEqual(alerts('silent'), ['NOSUCHUSDT nothing came in 10 s; is it listed at this exchange?'])
    assert.deepEqual(ends, [])
  })

  it('fails when no symbol says anything', () => {
    const { scheduler, ends } = createWorld({ symbols: ['NOSUCHUSDT'] })
    scheduler.advanceBy(12_000)
    assert.match(
      String(ends[0]),
      /^Failure: nothing came for NOSUCHUSDT, though the streams are open; check that this exchange lists it$/,
    )
  })

  it('gives up a first connection that does not come about, after two more attempts', () => {
    const { scheduler, exchange, ends } = createWorld()
    exchange.faults.refuse()
    scheduler.advanceBy(2_999)
    assert.deepEqual(ends, [])
    scheduler.advanceBy(10)
    assert.match(
      String(ends[0]),
      /^Failure: cannot reach wss:\/\/\S+: .*; check the address and the network$/,
    )
    assert.equal(exchange.attempts, 3)
  })

  it('waits without end for a connection that was live', () => {
    const { scheduler, exchange, view, ends } = createWorld()
    scheduler.advanceBy(10_000)
    const lift = exchange.faults.refuse()
    exchange.faults.drop()
    scheduler.advanceBy(3_600_000)
    assert.deepEqual(ends, [])
    lift()
    scheduler.advanceBy(70_000)
    assert.equal(worstOf(view().link)?.type, 'live')
  })

  it('leaves nothing behind: no connection and no timer', async () => {
    const { scheduler, exchange, market, watching } = createWorld()
    scheduler.advanceBy(5_000)
    watching.unsubscribe()
    const closed = market.close()
    scheduler.advanceBy(10_000)
    await closed
    assert.equal(exchange.connections.length, 0)
    assert.equal(scheduler.pending, 0)
  })

  it('gives every view the time of what happened', () => {
    const { scheduler, views } = createWorld()
    scheduler.advanceBy(2_000)
    const times = views.map(({ now }) => now)
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    )
    assert.equal(times[0], START)
  })
})
