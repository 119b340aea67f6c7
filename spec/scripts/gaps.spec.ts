/** `npm run gaps`: recordings of any form are read, and what is missing in them is reported. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { main } from '../../scripts/gaps/main.js'
import { describeRecordings, recordingOf, recordings } from '../recordings.js'
import { runs } from '../runs.js'

const folder = mkdtempSync(join(tmpdir(), 'rxmarket-gaps-'))
afterAll(() => rmSync(folder, { recursive: true }))

const trade = (id: number, symbol = 'BTCUSDT'): object => ({
  ...{ e: 'trade', E: 1_672_515_782_136 + id, s: symbol, t: id, p: '0.001', q: '100' },
  ...{ T: 1_672_515_782_136 + id, m: true, M: true },
})
const aggTrade = (id: number, first: number, last: number): object => ({
  ...{
    e: 'aggTrade',
    E: 1_672_515_782_136 + id,
    s: 'BNBBTC',
    a: id,
    p: '0.001',
    q: '100',
    f: first,
    l: last,
  },
  ...{ T: 1_672_515_782_136 + id, m: true, M: true },
})
const kline = (minute: number, isClosed: boolean, trades = 5): object => ({
  ...{ e: 'kline', E: minute * 60_000 + 59_000 + trades, s: 'BNBBTC' },
  k: {
    ...{ t: minute * 60_000, T: minute * 60_000 + 59_999, s: 'BNBBTC', i: '1m', f: 1, L: 2 },
    ...{ o: '1', c: '1', h: '1', l: '1', v: '1', n: trades, x: isClosed, q: '1', V: '1', Q: '1', B: '0' },
  },
})
const combined = (data: object, stream = 'btcusdt@trade'): string => JSON.stringify({ stream, data })
const trades = (...ids: readonly number[]): string[] => ids.map(id => combined(trade(id)))

let count = 0
function write(content: string | Uint8Array | readonly string[], end = '\n'): string {
  const file = join(folder, `recording-${count++}`)
  writeFileSync(
    file,
    Array.isArray(content) ? content.map(line => `${line as string}${end}`).join('') : (content as string),
  )
  return file
}

async function run(...args: readonly string[]) {
  const lines: string[] = []
  const errors: string[] = []
  const code = await main(args, { log: text => lines.push(text), error: text => errors.push(text) })
  const [head = '', ...rows] = (lines[0] ?? '').split('\n')
  const rowOf = (row: string): string => row.trim().split(/ {2,}/).join(' ')
  return { code, head, rows: rows.map(rowOf), gaps: lines.slice(1), errors: errors.join('\n') }
}

describe('gaps', () => {
  it('reports what is missing, with its ids, its place and its time', async () => {
    const lines = trades(5, 6, 9, 9, 11, 10, 12).map((line, n) => `${1_700_000_000 + n}.5: ${line}`)
    const file = write([
      'wss://stream.binance.com:9443/stream?streams=btcusdt@trade <-> 1700000000.1',
      ...lines,
    ])
    const { code, head, rows, gaps, errors } = await run(file)
    expect(code).toBe(1)
    expect(head).toMatch(/^stream +frames +events +gaps +missing +out of order +repeated$/)
    expect(rows).toEqual(['btcusdt@trade 7 5 2 3 1 1'])
    expect(gaps).toEqual([
      `btcusdt@trade: 2 missing, ids 7 to 8, before ${file}:4, received 1.000 s after the one before it`,
      `btcusdt@trade: 1 missing, id 10, before ${file}:6, received 2.000 s after the one before it`,
    ])
    expect(errors).toBe(`${file}: 1 lines hold no frame of a stream, such as a reply or an answer of REST`)
  })

  it.each<[string, (file: readonly string[]) => string]>([
    ['plain', lines => write(lines)],
    ['with CRLF', lines => write(lines, '\r\n')],
    ['without an end', lines => write(lines.join('\n'))],
    ['after a byte order mark', lines => write(`\uFEFF${lines.join('\n')}`)],
    ['gzip, whatever its name', lines => write(gzipSync(lines.join('\n')))],
    ['gzip of two parts', lines => write(Buffer.concat(lines.map(line => gzipSync(`${line}\n`))))],
    ['with nanoseconds', lines => write(lines.map((line, n) => `172316125393708576${n} ${line}`))],
    ['with seconds', lines => write(lines.map((line, n) => `1723161253.${n}: ${line}`))],
    ['with a date', lines => write(lines.map((line, n) => `2024-08-09T00:00:0${n}.1234567Z ${line}`))],
    ['with tabs', lines => write(lines.map((line, n) => `172316125393${n}\t${line}`))],
    ['with empty lines and replies', lines => write(['', '{"result":null,"id":1}', ...lines, ''])],
    ['of raw payloads', () => write([1, 2, 4].map(id => JSON.stringify(trade(id))))],
    ['of lists of frames', lines => write([`[${lines.join(',')}]`])],
    [
      'with the keys in another order',
      () => write([1, 2, 4].map(id => JSON.stringify({ data: trade(id), stream: 'btcusdt@trade' }))),
    ],
    ['in records of a recorder', lines => write(lines.map(line => JSON.stringify({ ts: 1, msg: line })))],
  ])('reads a recording %s', async (_, make) => {
    const { code, rows, gaps } = await run(make(trades(1, 2, 4)))
    expect({ code, rows }).toEqual({ code: 1, rows: ['btcusdt@trade 3 3 1 1 0 0'] })
    expect(gaps).toHaveLength(1)
  })

  it('leaves out a last line that is cut off, and a gzip end', async () => {
    const cut = `${trades(1, 2).join('\n')}\n${combined(trade(3)).slice(0, 40)}`
    for (const file of [write(cut), write(gzipSync(trades(1, 2, 3).join('\n')).subarray(0, -12))]) {
      const { code, errors } = await run(file)
      expect(code).toBe(0)
      expect(errors).toMatch(/the last line is cut off; it was left out|gzip data end early/)
    }
  })

  it('reads several files as one recording, in order of time', async () => {
    const timed = (...ids: readonly number[]) =>
      write(ids.map(id => `${1_700_000_000_000 + id} ${combined(trade(id))}`))
    expect(await run(timed(4, 5), timed(1, 2, 3))).toMatchObject({ code: 0 })
    expect(await run(timed(1, 3), timed(2, 4))).toMatchObject({ code: 0 })
    expect(await run(write(trades(1, 2)), write(trades(3)))).toMatchObject({ code: 0 })
    expect(await run(timed(4, 5), timed(1, 2))).toMatchObject({
      code: 1,
      rows: ['btcusdt@trade 4 4 1 1 0 0'],
    })
  })

  it('knows the rule of each kind', async () => {
    const stream = (name: string, payloads: readonly object[]) => payloads.map(each => combined(each, name))
    const diff = (first: number, last: number) => ({
      e: 'depthUpdate',
      E: last,
      s: 'BNBBTC',
      U: first,
      u: last,
      b: [],
      a: [],
    })
    const quote = (id: number) => ({ u: id, s: 'BNBBTC', b: '1', B: '1', a: '2', A: '1' })
    const { rows, gaps } = await run(
      write([
        ...stream('bnbbtc@aggTrade', [aggTrade(1, 1, 2), aggTrade(3, 3, 3), aggTrade(5, 6, 6)]),
        ...stream('bnbbtc@depth@100ms', [diff(1, 4), diff(5, 6), diff(9, 9)]),
        ...stream('bnbbtc@kline_1m', [kline(1, true), kline(2, false), kline(4, false), kline(4, true)]),
        ...stream('bnbbtc@bookTicker', [quote(1), quote(100), quote(7)]),
        ...stream('bnbbtc@depth20', [{ lastUpdateId: 1, bids: [], asks: [] }]),
      ]),
    )
    expect(rows).toEqual([
      'bnbbtc@aggTrade 3 3 1 1 0 0',
      'bnbbtc@depth@100ms 3 3 1 2 0 0',
      'bnbbtc@kline_1m 4 4 1 2 0 0',
      'bnbbtc@bookTicker 3 2 0 0 1 0',
      'bnbbtc@depth20 1 1 0 0 0 0',
    ])
    expect(gaps[2]).toContain('2 closes missing from the kline of 1970-01-01T00:02:00.000Z')
  })

  it('reports ids that begin again', async () => {
    const { code, gaps } = await run(
      write([...trades(100, 101), combined({ ...trade(1), E: 1_672_515_999_999 })]),
    )
    expect(code).toBe(1)
    expect(gaps[0]).toContain('ids begin again, 1 after 101')
  })

  it('reports invalid payloads, and streams that it does not know', async () => {
    const { code, rows, errors } = await run(
      write([
        ...trades(1),
        combined({ ...trade(2), p: 7 }),
        ...trades(3),
        combined({ pu: 3 }, 'btcusdt@depth'),
        combined({}, 'btcusdt@markPrice'),
      ]),
    )
    expect({ code, rows }).toEqual({ code: 1, rows: ['btcusdt@trade 3 2 1 1 0 0'] })
    expect(errors).toMatch(/1 frames are not as documented, first .*recording-\d+:2: /)
    expect(errors).toContain('btcusdt@depth: 1 frames of a stream that is not of Binance Spot')
    expect(errors).toContain('btcusdt@markPrice: 1 frames')
  })

  it.each<[string, () => string[], string]>([
    ['no file', () => [], 'No file is named'],
    ['an unknown option', () => ['--dorp', '1'], "Unknown option '--dorp'"],
    [
      'a wrong probability',
      () => ['--drop', '2', 'x'],
      '--drop should be a probability from 0 to below 1, not 2',
    ],
    ['a wrong seed', () => ['--seed', 'x', 'x'], '--seed should be an integer, not x'],
    ['a missing file', () => ['nosuch'], 'nosuch: there is no such file; check the path'],
    ['a folder', () => [folder], 'is a folder; name the files in it'],
    ['zstd', () => [write(Buffer.from('28b52ffd00', 'hex'))], 'is compressed with zstd; unpack it first'],
    [
      'damaged gzip',
      () => [write(Buffer.from('1f8b0800000000000003ffffffffff', 'hex'))],
      'its gzip data are damaged',
    ],
    ['an empty file', () => [write('')], 'has no frame of a stream of Binance Spot'],
    [
      'text',
      () => [write(['time,price', '1,2'])],
      ':1: "time,price" is no recorded frame; expected one frame a line',
    ],
    ['broken JSON', () => [write([...trades(1), '{"stream":"btc', ...trades(2)])], ':2: '],
    ['pretty-printed JSON', () => [write('[\n  {\n  }\n]\n')], 'is JSON over several lines'],
  ])('rejects %s with a clear error', async (_, args, message) => {
    const { code, errors } = await run(...args())
    expect(code).toBe(2)
    expect(errors).toContain(message)
  })

  it.each([0.001, 0.05, 0.3])('verifies a removal of %d', async drop => {
    // Repeated, late and missing events, a reset and unused ids as well.
    const ids = Array.from({ length: 600 }, (_, n) => 1_000 + n + (n > 300 ? 5 : 0))
    ids.splice(100, 2, 1_101, 1_100)
    ids.splice(200, 0, 1_199)
    const lines = [
      ...trades(...ids),
      ...Array.from({ length: 150 }, (_, n) => combined({ ...trade(n), E: 1_672_600_000_000 + n })),
      ...Array.from({ length: 150 }, (_, n) =>
        combined(aggTrade(n > 70 ? n + 3 : n, n, n), 'bnbbtc@aggTrade'),
      ),
      ...Array.from({ length: 300 }, (_, n) =>
        combined(kline(Math.floor(n / 3), n % 3 === 2, (n % 3) + 1), 'bnbbtc@kline_1m'),
      ),
    ]
    const file = write(lines)
    for (let seed = 1; seed <= runs(2, 20); seed++) {
      const { code, gaps } = await run('--drop', String(drop), '--seed', String(seed), file)
      expect(gaps.slice(-1)).toEqual(['Exactly what is missing is reported.'])
      expect(code).toBe(0)
    }
  })

  it('is a command', () => {
    const command = (...args: readonly string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'scripts/gaps.mjs', ...args], {
        cwd: resolve(__dirname, '../..'),
        encoding: 'utf8',
      })
    expect(command(write(trades(1, 3)))).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('id 2') as string,
    })
  })
})

describeRecordings('gaps of recordings of the exchange', () => {
  it.each(recordings)(
    '%s has none, and each removed frame is reported',
    async (file, frames) => {
      const path = recordingOf(file)
      const reduced = await run('--drop', '0.1', '--seed', '7', path)
      expect(reduced.gaps.join('\n')).toContain(`of ${frames} frames removed`)
      expect(reduced.gaps.slice(-2)).toEqual([
        'Before the removal: 0 missing in 0 gaps',
        'Exactly what is missing is reported.',
      ])
      expect(reduced.code).toBe(0)
    },
    30_000,
  )
})
