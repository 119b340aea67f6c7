/** rxmarket, for comparison. It asks REST nothing and keeps no book. */
import { binance } from '../../../dist/esm/index.js'

export function open({ ws, emit }) {
  const market = binance({ url: ws })
  market.errors$.subscribe(() => {})
  return {
    watch: {
      ticker: symbol => market.ticker$(symbol).subscribe(t => emit('ticker', symbol, [t.price, t.volume])),
      trade: symbol =>
        market.trade$(symbol).subscribe(t => emit('trade', symbol, [t.tradeId, t.price, t.quantity])),
      kline: symbol =>
        market
          .kline$(symbol, '1m')
          .subscribe(k =>
            emit('kline', symbol, [k.openTime, k.openPrice, k.highPrice, k.lowPrice, k.closePrice, k.volume]),
          ),
      depth: symbol =>
        market
          .depthDiff$(symbol, { speed: 100 })
          .subscribe(d => emit('depth', symbol, [d.lastUpdateId, d.bids, d.asks])),
    },
    unsubscribe: subscription => subscription.unsubscribe(),
  }
}
