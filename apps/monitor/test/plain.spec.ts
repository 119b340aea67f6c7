/** The plain face. */
import assert from 'node:assert/strict'
import { describe, it } from './runner.js'
import { from } from 'rxjs'
import { line, lines$ } from '../src/faces/plain.js'
import { summaryLines, summaryText } from '../src/summary.js'
import { createWorld, START } from './world.js'

function linesOf(world: ReturnType<typeof createWorld>): readonly string[] {
  const lines: string[] = []
  from(world.views)
    .pipe(lines$)
    .subscribe(text => lines.push(text))
  return lines
}

describe('plain lines', () => {
  it('are one a second a symbol, with all that the table shows', () => {
    const world = createWorld()
    world.scheduler.advanceBy(10_500)
    const prices = linesOf(world).filter(text => / price /.test(text))
    assert.equal(prices.length, 2 * 10)
    assert.match(
      prices.at(-1) ?? '',
      /^\S+Z price symbol=ETHUSDT price=\d+\.\d\d change=[+-]\d+\.\d\d% bid=\S+ ask=\S+ open=\S+ high=\S+ low=\S+ close=\S+ rate=\d+ latency=0ms$/,
    )
  })

  it('tell the steps of the connection and every alert, each once', () => {
    const world = createWorld()
    world.scheduler.advanceBy(10_000)
    world.exchange.faults.drop({ code: 1011 })
    world.scheduler.advanceBy(60_000)
    const lines = linesOf(world)
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
    const ids = world.view().alerts.length
    assert.equal(lines.filter(text => / alert /.test(text)).length, ids)
    assert.ok(lines.some(text => / alert kind=kline symbol=BTCUSDT text="1m closed: /.test(text)))
  })

  it('begin with an ISO time and hold no colour', () => {
    const world = createWorld()
    world.scheduler.advanceBy(3_000)
    for (const text of linesOf(world)) {
      assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (price|status|alert) \w+=/)
      assert.ok(!text.includes('\u001B') && !text.includes('\n'))
    }
  })

  it('quote what holds blanks, and leave out what is not known', () => {
    assert.equal(
      line(0, 'alert', { text: 'a "b"\nc', symbol: undefined, rate: 3 }),
      '1970-01-01T00:00:00.000Z alert text="a \\"b\\"\\nc" rate=3',
    )
  })
})

describe('the summary', () => {
  const world = createWorld()
  world.scheduler.advanceBy(65_000)

  it('tells a person duration, events, reconnects, errors and each last price', () => {
    const [first, ...rows] = summaryText(world.view(), START + 65_000).split('\n')
    assert.match(first ?? '', /^Watched 2 symbols for 1 min 5 s: [\d,]+ events, 0 reconnects, 0 errors\.$/)
    assert.match(rows[0] ?? '', /^ {2}BTCUSDT {2}\d+\.\d\d {2}[+-]\d\.\d\d% {2}in 24 h {2}[\d,]+ events$/)
    assert.equal(rows.length, 2)
  })

  it('tells a program the same', () => {
    const [first, btc] = summaryLines(world.view(), START + 65_000).split('\n')
    assert.match(first ?? '', / summary duration=65\.0s events=\d+ reconnects=0 errors=0$/)
    assert.match(btc ?? '', / summary symbol=BTCUSDT price=\d+\.\d\d change=\S+% events=\d+$/)
  })

  it('tells what a recording held and how much of it was shown', () => {
    const text = summaryText(world.view(), START + 65_000, { frames: 41_248, delivered: 41_248 })
    assert.match(text, /, 0 rejected\.\nThe recording holds 41,248 frames: 41,248 played, [\d,]+ shown\.\n/)
  })
})
