/** rxmarket, for comparison. It asks REST nothing and keeps no book. */
import { binance } from '../../../dist/esm/index.js'

export function open({ ws, tell }) {
  const market = binance({ url: ws })
  market.errors$.subscribe(() => {})
  return {
    watch: {
      ticker: symbol => market.ticker$(symbol).subscribe(t => tell('ticker', symbol, [t.price, t.volume])),
      trade: symbol =>
        market.trade$(symbol).subscribe(t => tell('trade', symbol, [t.tradeId, t.price, t.quantity])),
      kline: symbol =>
        market
          .kline$(symbol, '1m')
          .subscribe(k =>
            tell('kline', symbol, [k.openTime, k.openPrice, k.highPrice, k.lowPrice, k.closePrice, k.volume]),
          ),
      depth: symbol =>
        market
          .depthDiff$(symbol, { speed: 100 })
          .subscribe(d => tell('depth', symbol, [d.lastUpdateId, d.bids, d.asks])),
    },
    leave: subscription => subscription.unsubscribe(),
  }
}
