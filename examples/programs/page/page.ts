/**
 * A page with live prices. Bundle it for browsers, for example:
 *
 *   npx esbuild examples/programs/page/page.ts --bundle --format=esm --outfile=examples/programs/page/page.js
 *
 * Then serve the folder. `?exchange=ws://127.0.0.1:9443` shows another exchange.
 */
import { binance } from 'rxmarket'
import { conflate } from 'rxmarket/operators'

const market = binance({
  url: new URLSearchParams(location.search).get('exchange') ?? 'wss://stream.binance.com:9443',
  reconnect: { maxAttempts: Infinity },
})

market.connection$.subscribe(({ type }) => show('status', type))
market
  .ticker$(['BTCUSDT', 'ETHUSDT'])
  .pipe(conflate({ by: ticker => ticker.symbol, every: 250 }))
  .subscribe({
    next: ({ symbol, price, priceChangePercent }) =>
      show(symbol, `${price.toFixed(2)} (${priceChangePercent.toFixed(2)} %)`),
    error: (reason: unknown) => show('status', `ended: ${String(reason)}`),
  })

function show(id: string, text: string): void {
  const element = document.getElementById(id)
  if (element !== null) element.textContent = text
}
