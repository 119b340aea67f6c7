import { Consumer } from './packed.js'

const body = `
  const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT'] })
  const market = binance({ connect: exchange.connect })
  market.ticker$('BTCUSDT').pipe(take(1)).subscribe(async ticker => {
    console.log(ticker.symbol, typeof ticker.price, typeof VirtualScheduler, typeof operators)
    await market.close()
    await exchange.close()
  })
`

const asModule = `
  import { take } from 'rxjs'
  import { binance } from 'rxmarket'
  import * as operators from 'rxmarket/operators'
  import { createExchange } from 'rxmarket/simulator'
  import { VirtualScheduler } from 'rxmarket/testing'
  ${body}
`

const asScript = `
  const { take } = require('rxjs')
  const { binance } = require('rxmarket')
  const operators = require('rxmarket/operators')
  const { createExchange } = require('rxmarket/simulator')
  const { VirtualScheduler } = require('rxmarket/testing')
  ${body}
`

jest.setTimeout(30_000)

describe('the packed package', () => {
  let consumer: Consumer
  beforeAll(() => (consumer = new Consumer()))
  afterAll(() => consumer?.remove())

  it('delivers an event to an ES module, which then exits', async () => {
    expect(await consumer.run(consumer.write('app.mjs', asModule))).toBe('BTCUSDT number function object')
  })

  it('delivers an event to a CommonJS script, which then exits', async () => {
    expect(await consumer.run(consumer.write('app.cjs', asScript))).toBe('BTCUSDT number function object')
  })

  it('delivers an event where code generation is forbidden', async () => {
    const app = consumer.write('app.mjs', asModule)
    expect(await consumer.run(app, ['--disallow-code-generation-from-strings'])).toBe(
      'BTCUSDT number function object',
    )
  })

  it('distinguishes its errors by code across both formats', async () => {
    const app = `
      import { createRequire } from 'node:module'
      import { isMarketError } from 'rxmarket'
      const { binance } = createRequire(import.meta.url)('rxmarket')
      try { binance({ url: 'nowhere' }) } catch (error) { console.log(isMarketError(error, 'INVALID_OPTION'), error.option) }
    `
    expect(await consumer.run(consumer.write('errors.mjs', app))).toBe('true url')
  })

  it('exports its four entry points and package.json only', async () => {
    const app = `
      for (const path of ['rxmarket/dist/esm/index.js', 'rxmarket/live/pool.js', 'rxmarket/package.json'])
        await import(path, path.endsWith('.json') ? { with: { type: 'json' } } : {}).then(() => console.log('open'), error => console.log(error.code))
    `
    const shown = await consumer.run(consumer.write('exports.mjs', app), ['--no-warnings'])
    expect(shown.split('\n')).toEqual([
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
      'open',
    ])
  })
})
