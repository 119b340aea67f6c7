import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { WebSocket } from 'ws'
import { CaptureError, createExchange } from '../../../src/simulator/index.js'
import { describeRecordings, recordingOf, recordings } from '../../recordings.js'
import { inVirtualTime, listen } from '../client.js'

const line = (time: string, stream: string, data: string) => `${time} {"stream":"${stream}","data":${data}}`

/** Two streams over two seconds, with a recorder's lines between frames. */
const text = [
  'wss://stream.binance.com:9443/stream?streams=a@trade <-> 1633998511.159679',
  line('1000.000:', 'ausdt@trade', '{"t":1, "p":"1.0"}'),
  '1000.200: {"lastUpdateId":5,"bids":[],"asks":[]}',
  line('1001.000:', 'busdt@bookTicker', '{"u":7}'),
  line('1002.000:', 'ausdt@trade', '{"t":2}'),
  '',
].join('\n')

const recording = { name: 'two-streams.txt', text }

describe('playback', () => {
  it('describes the recording', async () => {
    const { exchange } = inVirtualTime()
    const tape = await exchange.playback(recording)
    expect(tape).toMatchObject({
      streams: ['ausdt@trade', 'busdt@bookTicker'],
      symbols: ['AUSDT', 'BUSDT'],
      frames: 3,
      duration: 2_000,
    })
  })

  it('parses nanoseconds where the time has no colon', async () => {
    const { exchange } = inVirtualTime()
    const at = (time: string) => line(time, 'ausdt@trade', '{}')
    const tape = await exchange.playback({
      name: 'ns.txt',
      text: `${at('1723161253937085768')}\n${at('1723161254437085768')}`,
    })
    expect(tape.duration).toBeCloseTo(500, 2)
  })

  it('publishes each frame at its recorded time, text unchanged', async () => {
    const { scheduler, exchange } = inVirtualTime()
    const tape = await exchange.playback(recording, { waitFor: 'all' })
    const raw = listen(exchange, '/ws/ausdt@trade')
    const both = listen(exchange, '/stream?streams=ausdt@trade/busdt@bookTicker')
    scheduler.advanceBy(1)
    expect(raw.texts).toEqual(['{"t":1, "p":"1.0"}'])
    scheduler.advanceBy(1_000)
    expect(both.texts).toHaveLength(2)
    scheduler.advanceBy(1_000)
    await tape.done
    expect(raw.texts).toEqual(['{"t":1, "p":"1.0"}', '{"t":2}'])
    expect(both.texts[0]).toBe('{"stream":"ausdt@trade","data":{"t":1, "p":"1.0"}}')
    expect(tape).toMatchObject({ played: 3, delivered: 3 })
  })

  it('plays at a multiple of the recorded speed', async () => {
    const { scheduler, exchange } = inVirtualTime()
    await exchange.playback(recording, { waitFor: 'all', speed: 20 })
    const { texts } = listen(exchange, '/stream?streams=ausdt@trade/busdt@bookTicker')
    scheduler.advanceBy(99)
    expect(texts).toHaveLength(2)
    scheduler.advanceBy(1)
    expect(texts).toHaveLength(3)
  })

  it('starts a quarter second after the latest SUBSCRIBE by default', async () => {
    const { scheduler, exchange } = inVirtualTime()
    await exchange.playback(recording)
    const client = listen(exchange)
    scheduler.advanceBy(0)
    client.send({ method: 'SUBSCRIBE', params: ['ausdt@trade'], id: 1 })
    scheduler.advanceBy(249)
    expect(client.texts).toHaveLength(1)
    scheduler.advanceBy(1)
    expect(client.texts).toHaveLength(2)
  })

  it('waits for start() with waitFor none', async () => {
    const { scheduler, exchange } = inVirtualTime()
    const tape = await exchange.playback(recording, { waitFor: 'none', speed: Infinity })
    const { texts } = listen(exchange, '/ws/ausdt@trade')
    scheduler.advanceBy(60_000)
    expect(texts).toEqual([])
    tape.start()
    scheduler.advanceBy(0)
    expect(texts).toHaveLength(2)
  })

  it('pauses without subscribers', async () => {
    const { scheduler, exchange } = inVirtualTime()
    await exchange.playback(recording, { waitFor: ['ausdt@trade'] })
    const first = listen(exchange, '/ws/ausdt@trade')
    scheduler.advanceBy(500)
    first.socket.close()
    scheduler.advanceBy(3_600_000)
    expect(scheduler.pending).toBe(0)
    const second = listen(exchange, '/ws/ausdt@trade')
    scheduler.advanceBy(1_499)
    expect(second.texts).toEqual([])
    scheduler.advanceBy(1)
    expect(second.texts).toEqual(['{"t":2}'])
  })

  it.each([
    ['nowhere.txt', 'there is no such file'],
    [{ name: 'notes.txt', text: 'dear diary' }, 'line 1: "dear diary" is not a recorded frame'],
    [
      { name: 'cut.txt', text: `${text}1003.000: {"stream":"a@trade","data":{"t"}` },
      'line 6: .* is not valid JSON',
    ],
    [{ name: 'rest.txt', text: '1000.2: {"lastUpdateId":5}' }, 'it has no stream frame'],
  ])('rejects %j with the reason', async (given, message) => {
    const { exchange } = inVirtualTime()
    const played = exchange.playback(given)
    await expect(played).rejects.toThrow(CaptureError)
    await expect(played).rejects.toThrow(new RegExp(message))
  })
})

describe('a recording file', () => {
  let folder: string
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'rxmarket-'))))
  afterAll(() => rmSync(folder, { recursive: true }))
  const saved = (name: string, bytes: string | Uint8Array): string => {
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  }

  it('is unpacked by its content, whatever its name', async () => {
    const { exchange } = inVirtualTime()
    expect((await exchange.playback(saved('packed.txt', gzipSync(text)))).frames).toBe(3)
    expect((await exchange.playback(saved('plain.gz', text))).frames).toBe(3)
  })

  it('is rejected for damaged gzip data, and for a folder', async () => {
    const { exchange } = inVirtualTime()
    const packed = gzipSync(text)
    const cut = saved('cut.gz', packed.subarray(0, 60))
    await expect(exchange.playback(cut)).rejects.toThrow(`Cannot play ${cut}: its gzip data ends early`)
    const damaged = saved(
      'damaged.gz',
      packed.map((byte, at) => (at > 20 ? byte ^ 0x55 : byte)),
    )
    await expect(exchange.playback(damaged)).rejects.toThrow('its gzip data is damaged; fetch it again')
    await expect(exchange.playback(folder)).rejects.toThrow('it is a folder; choose a file in it')
  })
})

describeRecordings('recordings of the exchange', () => {
  it.each(recordings)(
    'serves all of %s over a real socket at reading speed',
    async (file, frames) => {
      const exchange = createExchange()
      const tape = await exchange.playback(recordingOf(file), { speed: Infinity, waitFor: 'all' })
      expect(tape.frames).toBe(frames)
      const { url } = await exchange.listen()
      const socket = new WebSocket(`${url}/stream?streams=${tape.streams.join('/')}`, {
        perMessageDeflate: false,
      })
      let received = 0
      await new Promise<void>(resolve =>
        socket.on('message', () => {
          if (++received === frames) resolve()
        }),
      )
      expect(tape).toMatchObject({ played: frames, delivered: frames })
      await exchange.close()
    },
    20_000,
  )
})
