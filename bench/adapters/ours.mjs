/** rxmarket with its defaults: every payload validated, decimals converted to numbers. */

// Another build of the library where `bench/paired.mjs` compares two.
const { binance } = await import(process.env.RXMARKET_LIBRARY ?? '../../dist/esm/index.js')

export const connect = options => subscribe(binance({ url: options.url }), options)

/** The streams of one kind in one observable, as an application asks for them. */
export function subscribe(market, { channels, seen }) {
  const symbols = kind => channels.filter(channel => channel.kind === kind).map(({ symbol }) => symbol)
  const asked = {
    trade: of => market.trade$(of).subscribe(t => seen(t.price, t.quantity, t.eventTime)),
    aggTrade: of => market.aggTrade$(of).subscribe(t => seen(t.price, t.quantity, t.eventTime)),
    bookTicker: of => market.bookTicker$(of).subscribe(b => seen(b.bidPrice, b.bidQuantity)),
    depthDiff: of =>
      market.depthDiff$(of, { speed: 100 }).subscribe(d => {
        const level = d.bids[0] ?? d.asks[0]
        seen(level?.[0], level?.[1], d.eventTime)
      }),
  }
  for (const kind of new Set(channels.map(({ kind }) => kind))) asked[kind](symbols(kind))
  market.errors$.subscribe(error => console.error(error.message))
}
