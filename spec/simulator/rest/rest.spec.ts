import { VirtualScheduler } from '../../../src/clock/virtual-scheduler.js'
import { ActiveFaults } from '../../../src/simulator/faults/active/active-faults.js'
import { binanceLimits } from '../../../src/simulator/limits.js'
import { createRest } from '../../../src/simulator/rest/rest.js'
import { inVirtualTime } from '../client.js'

describe('methods of REST', () => {
  const { exchange } = inVirtualTime()

  it('responds to HEAD with the headers of GET', () => {
    const get = exchange.rest('/api/v3/ping', { caller: 'a' })
    const head = exchange.rest('/api/v3/ping', { caller: 'b', method: 'HEAD' })
    expect(head).toEqual({ ...get, body: '' })
    expect(head.headers).toMatchObject({ 'x-mbx-used-weight-1m': '1' })
  })

  it('responds to OPTIONS with CORS headers, without weight', () => {
    const headers = { 'access-control-request-headers': 'x-mbx-time-unit, x-other' }
    expect(
      exchange.rest('/api/v3/depth?symbol=BTCUSDT', { method: 'OPTIONS', caller: 'c', headers }),
    ).toEqual({
      status: 204,
      body: '',
      delay: 0,
      headers: expect.objectContaining({
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET, HEAD, OPTIONS',
        'access-control-allow-headers': 'x-mbx-time-unit, x-other',
      }) as object,
    })
    expect(exchange.rest('/api/v3/ping', { caller: 'c' }).headers).toMatchObject({ 'x-mbx-used-weight': '1' })
  })

  it('exposes the weight header to pages', () => {
    expect(exchange.rest('/api/v3/ping').headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'x-mbx-used-weight, x-mbx-used-weight-1m, retry-after',
    })
  })

  it.each(['POST', 'DELETE', 'get'])('rejects %s with 405', method => {
    expect(exchange.rest('/api/v3/ping', { method })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD, OPTIONS' },
    })
  })

  it('rejects unknown options', () => {
    expect(() => exchange.rest('/api/v3/ping', { calller: 'a' } as never)).toThrow('Did you mean caller?')
    expect(() => exchange.rest('/api/v3/ping', null as never)).toThrow(
      'option options of rest should be an object',
    )
  })
})

describe('legacy routes', () => {
  it('serve /api/v1/ like /api/v3/, and nothing without the option', () => {
    const path = 'ticker/price?symbol=BTCUSDT'
    const legacy = inVirtualTime({ legacy: true }).exchange
    expect(legacy.rest(`/api/v1/${path}`).body).toBe(legacy.rest(`/api/v3/${path}`).body)
    expect(inVirtualTime().exchange.rest(`/api/v1/${path}`).status).toBe(404)
  })
})

describe('error ranges', () => {
  const { exchange } = inVirtualTime({ limits: { weightPerMinute: Infinity } })
  const values = [
    '',
    '[]',
    '[ ]',
    '["A","A"]',
    '["BTCUSDT",]',
    '["btcusdt"]',
    '5',
    '-1',
    'A'.repeat(41),
    'btc',
    'true',
    '[""]',
  ]

  it.each(['symbol', 'symbols', 'limit', 'startTime', 'fromId', 'showPermissionSets', 'permissions'])(
    'never match the value of %s that they reject',
    parameter => {
      for (const route of ['klines', 'ticker/24hr', 'aggTrades', 'exchangeInfo', 'depth']) {
        for (const value of values) {
          const { body } = exchange.rest(`/api/v3/${route}?${parameter}=${encodeURIComponent(value)}`)
          const range = /legal range is '(.*)'\./.exec((JSON.parse(body) as { msg?: string }).msg ?? '')?.[1]
          if (range !== undefined)
            expect([route, value, new RegExp(range).test(value)]).toEqual([route, value, false])
        }
      }
    },
  )
})

describe('an unforeseen error in a route', () => {
  it('is a 500, and is reported', () => {
    const errors: unknown[] = []
    const failure = new Error('a defect')
    const rest = createRest({
      market: {
        symbols: [],
        instrument() {
          throw failure
        },
      },
      snapshots: { depth: () => undefined },
      scheduler: new VirtualScheduler(0),
      limits: binanceLimits,
      faults: new ActiveFaults({ resolve: () => undefined }),
      legacy: false,
      onError: error => errors.push(error),
    })
    expect(rest('/api/v3/depth?symbol=BTCUSDT')).toMatchObject({
      status: 500,
      body: '{"code":-1000,"msg":"An unknown error occurred while processing the request."}',
    })
    expect(errors).toEqual([failure])
  })
})
