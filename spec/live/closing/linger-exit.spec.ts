import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createExchange } from '../../../src/simulator/index.js'

describe('linger', () => {
  it('keeps no process alive that is otherwise finished', async () => {
    const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT'] })
    const { url } = await exchange.listen(0)
    const script = `
      import { binance } from './src/index.ts'
      import { take } from 'rxjs'
      let at = 0
      binance({ url: ${JSON.stringify(url)}, linger: 60_000 }).bookTicker$('BTCUSDT').pipe(take(1))
        .subscribe({ complete: () => { at = performance.now() } })
      process.on('exit', () => console.log(Math.round(performance.now() - at)))`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const [code] = (await once(child, 'exit')) as [number]
    expect(code).toBe(0)
    expect(Number(output)).toBeLessThan(5_000)
    await exchange.close()
  }, 60_000)
})
