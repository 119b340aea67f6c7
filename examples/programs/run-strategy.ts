/**
 * Runs the strategy of breakout.ts on an exchange in this process (`--simulated`) or on the real
 * one.
 *
 *   node --import tsx examples/programs/run-strategy.ts --simulated
 */
import { binance } from 'rxmarket'
import { createExchange } from 'rxmarket/simulator'
import { breakout$ } from './breakout.js'

const isSimulated = process.argv.includes('--simulated')
const market = isSimulated
  ? binance({ connect: createExchange({ seed: 7, preset: 'wild' }).connect })
  : binance({
      url: process.env['EXCHANGE_URL'] ?? 'wss://stream.binance.com:9443',
      reconnect: { maxAttempts: Infinity },
    })

const signals = breakout$(market, 'BTCUSDT', 1_000).subscribe({
  next: ({ price, from }) => console.log(`BTCUSDT ${price}, up from ${from}`),
  error: (reason: unknown) => {
    console.error('ended:', reason)
    process.exitCode = 1
  },
})

process.once('SIGINT', () => signals.unsubscribe())
