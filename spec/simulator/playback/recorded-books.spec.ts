import { inVirtualTime, listen } from '../client.js'

interface DepthBody {
  readonly lastUpdateId: number
  readonly bids: [string, string][]
  readonly asks: [string, string][]
}

const diff = (time: number, symbol: string, U: number, u: number, b: string[][], a: string[][] = []) =>
  `${time}: ${JSON.stringify({
    stream: `${symbol.toLowerCase()}@depth@100ms`,
    data: { e: 'depthUpdate', E: time * 1e3, s: symbol, U, u, b, a },
  })}`
const snapshot = (time: number, lastUpdateId: number, bids: string[][], asks: string[][] = []) =>
  `${time}: ${JSON.stringify({ lastUpdateId, bids, asks })}`
const url = (symbol: string, response: string) =>
  `https://api.binance.com/api/v3/depth?symbol=${symbol}&limit=1000 -> ${response}`

async function play(lines: readonly string[], others: readonly string[] = []) {
  const { scheduler, exchange } = inVirtualTime()
  const playback = await exchange.playback(
    [
      { name: 'frames', text: lines.join('\n') },
      ...(others.length > 0 ? [{ name: 'snapshots', text: others.join('\n') }] : []),
    ],
    { waitFor: 'all' },
  )
  const client = listen(exchange, `/stream?streams=${playback.streams.join('/')}`)
  scheduler.advanceBy(0)
  const depth = (query: string) => {
    const { status, body } = exchange.rest(`/api/v3/depth?${query}`)
    return { status, ...(JSON.parse(body) as DepthBody) }
  }
  return { scheduler, exchange, client, depth, playback }
}

const LINES = [
  diff(1000, 'ABCUSDT', 10, 12, [['1.00', '5']]),
  snapshot(
    1000.5,
    13,
    [
      ['1.00', '5'],
      ['0.99', '7'],
    ],
    [['1.02', '3']],
  ),
  diff(
    1001,
    'ABCUSDT',
    13,
    15,
    [
      ['0.98', '1'],
      ['1.00', '0'],
    ],
    [['1.01', '2']],
  ),
  diff(1002, 'ABCUSDT', 16, 16, [['0.99', '8']]),
  snapshot(1002.5, 20, [['0.50', '1']]),
  diff(1003, 'ABCUSDT', 17, 21, [['0.51', '2']]),
]

describe('depth while a recording is played', () => {
  it('is the recorded snapshot of a symbol not listed', async () => {
    const { depth, scheduler } = await play(LINES)
    scheduler.advanceBy(600)
    expect(depth('symbol=ABCUSDT')).toEqual({
      status: 200,
      lastUpdateId: 13,
      bids: [
        ['1.00', '5'],
        ['0.99', '7'],
      ],
      asks: [['1.02', '3']],
    })
    expect(depth('symbol=ABCUSDT&limit=1').bids).toEqual([['1.00', '5']])
  })

  it('is brought up to date by the recorded diffs', async () => {
    const { depth, scheduler } = await play(LINES)
    scheduler.advanceBy(2_100)
    expect(depth('symbol=ABCUSDT')).toMatchObject({
      lastUpdateId: 16,
      bids: [
        ['0.99', '8'],
        ['0.98', '1'],
      ],
      asks: [
        ['1.01', '2'],
        ['1.02', '3'],
      ],
    })
  })

  it('starts from the next snapshot at its time', async () => {
    const { depth, scheduler } = await play(LINES)
    scheduler.advanceBy(2_600)
    expect(depth('symbol=ABCUSDT')).toMatchObject({ lastUpdateId: 20, bids: [['0.50', '1']] })
    scheduler.advanceBy(500)
    expect(depth('symbol=ABCUSDT')).toMatchObject({
      lastUpdateId: 21,
      bids: [
        ['0.51', '2'],
        ['0.50', '1'],
      ],
    })
  })

  it('is the first snapshot before its time', async () => {
    const { depth } = await play(LINES)
    expect(depth('symbol=ABCUSDT').lastUpdateId).toBe(13)
  })

  it('stops at a gap between diffs', async () => {
    const { depth, scheduler } = await play([
      snapshot(1000, 10, [['1', '1']]),
      diff(1000.1, 'ABCUSDT', 10, 11, [['1', '2']]),
      diff(1000.2, 'ABCUSDT', 13, 14, [['1', '3']]),
    ])
    scheduler.advanceBy(300)
    expect(depth('symbol=ABCUSDT')).toMatchObject({ lastUpdateId: 11, bids: [['1', '2']] })
  })

  it("finds a snapshot's symbol in its request or id", async () => {
    const frames = [diff(1000, 'AUSDT', 1, 5, []), diff(1000, 'BUSDT', 101, 105, [])]
    const named = await play(frames, [
      url('BUSDT', snapshot(1000, 3, [['2', '2']])),
      url('AUSDT', snapshot(1000, 3, [['1', '1']])),
    ])
    expect(named.depth('symbol=AUSDT').bids).toEqual([['1', '1']])
    expect(named.depth('symbol=BUSDT').bids).toEqual([['2', '2']])
    const unnamed = await play([...frames, snapshot(1000, 103, [['2', '2']])])
    expect(unnamed.depth('symbol=BUSDT').bids).toEqual([['2', '2']])
  })

  it('is that of the market for other symbols', async () => {
    const { depth } = await play(LINES)
    expect(depth('symbol=BTCUSDT').bids).toHaveLength(100)
    expect(depth('symbol=NOSUCH').status).toBe(400)
  })

  it('keeps a late order book in step', async () => {
    for (const start of [0, 600, 1_500, 2_100, 2_700]) {
      const { client, depth, exchange, scheduler } = await play(LINES)
      scheduler.advanceBy(start)
      const buffered = listen(exchange, '/ws/abcusdt@depth@100ms')
      scheduler.advanceBy(200)
      let { lastUpdateId } = depth('symbol=ABCUSDT')
      scheduler.advanceBy(5_000)
      for (const text of buffered.texts) {
        const { U, u } = JSON.parse(text) as { U: number; u: number }
        if (u <= lastUpdateId) continue
        expect(U).toBeLessThanOrEqual(lastUpdateId + 1)
        lastUpdateId = u
      }
      expect(lastUpdateId).toBe(21)
      expect(client.texts).toHaveLength(4)
    }
  })
})
