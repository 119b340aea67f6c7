import { binance } from '../../../src/index.js'
import { VirtualScheduler } from '../../../src/testing/index.js'
import { watch } from '../../world.js'
import { silentSocket } from '../silent-socket.js'

const frame = (id: number): string =>
  `{"stream":"btcusdt@bookTicker","data":{"u":${id},"s":"BTCUSDT","b":"1","B":"1","a":"2","A":"1"}}`
const bytes = (id: number): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(frame(id)))

/** A market on one open socket, and what it delivers. */
function openMarket() {
  const scheduler = new VirtualScheduler()
  const socket = silentSocket()
  const market = binance({ scheduler, connect: () => socket, maxFrameBytes: 1_000 })
  const errors = watch(market.errors$).events
  const ids: number[] = []
  market.bookTicker$('BTCUSDT').subscribe(({ updateId }) => ids.push(updateId))
  scheduler.advanceBy(1)
  socket.onopen?.(undefined)
  return { receive: (data: unknown) => socket.onmessage?.({ data }), ids, errors, market }
}

/** Blobs are read in other turns of the event loop. */
const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 20))

describe('binary frames', () => {
  it.each([
    ['a Uint8Array', (id: number) => bytes(id)],
    ['a Buffer', (id: number) => Buffer.from(frame(id))],
    ['an ArrayBuffer', (id: number) => bytes(id).buffer],
    ['a DataView', (id: number) => new DataView(bytes(id).buffer)],
    ['fragments', (id: number) => [bytes(id).subarray(0, 9), bytes(id).subarray(9)]],
    ['a view within a larger buffer', (id: number) => Buffer.from(`xx${frame(id)}yy`).subarray(2, -2)],
  ])('are decoded from %s', (_, make) => {
    const { receive, ids, errors } = openMarket()
    receive(make(1))
    receive(frame(2))
    receive(make(3))
    expect(ids).toEqual([1, 2, 3])
    expect(errors).toEqual([])
  })

  it('are decoded from Blobs, in order with text and bytes', async () => {
    const { receive, ids, errors } = openMarket()
    receive(new Blob([bytes(1)]))
    receive(frame(2))
    receive(new Blob([bytes(3)]))
    receive(bytes(4))
    await settle()
    receive(frame(5))
    expect(ids).toEqual([1, 2, 3, 4, 5])
    expect(errors).toEqual([])
  })

  it.each([[undefined], [null], [7], [{}], [['text']], [() => 1], [Symbol('s')], [new Date(NaN)]])(
    'are reported where %p is neither text nor bytes',
    data => {
      const { receive, ids, errors } = openMarket()
      receive(data)
      receive(frame(1))
      expect(errors).toEqual([expect.objectContaining({ code: 'DECODE_FAILED' })])
      expect(ids).toEqual([1])
    },
  )

  it('are reported beyond maxFrameBytes, whatever holds them', async () => {
    const { receive, ids, errors } = openMarket()
    const large = new Uint8Array(1_001)
    for (const data of ['x'.repeat(1_001), large, large.buffer, [large], new Blob([large])]) receive(data)
    await settle()
    receive(frame(1))
    expect(errors).toHaveLength(5)
    for (const error of errors) expect(error.message).toContain('maxFrameBytes')
    expect(ids).toEqual([1])
  })
})
