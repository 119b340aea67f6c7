/**
 * Prints an alert when the price of a symbol moves by more than a percentage within a minute, at
 * most once a minute each.
 *
 *   node --import tsx examples/programs/alert.ts 0.5 BTCUSDT ETHUSDT
 */
import { binance } from 'rxmarket'
import { combine, first, last, movingWindow } from 'rxmarket/operators'
import { filter, groupBy, map, mergeMap, throttleTime } from 'rxjs'

const [percent = '0.5', ...given] = process.argv.slice(2)
const threshold = Number(percent)
if (!(threshold >= 0)) {
  console.error(`The first argument is a percentage such as 0.5, got ${percent}`)
  process.exit(2)
}
const market = binance({
  url: process.env['EXCHANGE_URL'] ?? 'wss://stream.binance.com:9443',
  reconnect: { maxAttempts: Infinity },
})
market.errors$.subscribe(error => console.error(error.code, error.message))

const alerts = market
  .aggTrade$(given.length > 0 ? given : ['BTCUSDT', 'ETHUSDT'])
  .pipe(
    movingWindow(
      { span: 60_000, by: trade => trade.symbol },
      combine({ from: first(trade => trade.price), to: last(trade => trade.price) }),
    ),
    map(({ key, value: { from, to } }) => ({ symbol: key, to, change: (to / from - 1) * 100 })),
    filter(({ change }) => Math.abs(change) > threshold),
    groupBy(({ symbol }) => symbol),
    mergeMap(alert$ => alert$.pipe(throttleTime(60_000))),
  )
  .subscribe({
    next: ({ symbol, to, change }) => console.log(`${symbol} ${change.toFixed(3)} % in a minute, at ${to}`),
    error: (reason: unknown) => {
      console.error('ended:', reason)
      process.exitCode = 1
    },
  })

process.once('SIGINT', () => alerts.unsubscribe())
