/** rxmarket. */
import { binance } from '../../../dist/esm/index.js'

export function open({ ws, rest, emit }) {
  const create = options => {
    const market = binance({ url: ws, restUrl: rest, ...options })
    market.errors$.subscribe(() => {})
    return market
  }
  const market = create()
  const emitTrade = ({ symbol, tradeId, price, quantity }) =>
    emit('trade', symbol, [tradeId, price, quantity])
  const rowsOf = async history$ => {
    const rows = []
    await history$.forEach(row => rows.push(row))
    return rows
  }
  return {
    watch: {
      ticker: symbol => market.ticker$(symbol).subscribe(t => emit('ticker', symbol, [t.price, t.volume])),
      trade: symbol => market.trade$(symbol).subscribe(emitTrade),
      gaps: symbol =>
        market
          .trade$(symbol, { gaps: true })
          .subscribe(item =>
            item.type === 'gap' ? emit('gap', symbol, [item.after, item.before]) : emitTrade(item),
          ),
      // In place of 23 hours.
      rotated: symbol =>
        create({ rotation: { after: 6_000 } })
          .trade$(symbol)
          .subscribe(emitTrade),
      // So that the one that was cut is back before the next cut.
      mirrored: symbol =>
        create({ mirror: 2, reconnect: { initialDelay: 300, maxDelay: 300 } })
          .trade$(symbol)
          .subscribe(emitTrade),
      backfill: symbol => market.trade$(symbol, { backfill: true }).subscribe(emitTrade),
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
      book: symbols =>
        market.book$(symbols).subscribe(book => {
          if (book.state === 'stale') emit('notice', book.symbol, [book.updateId])
          if (book.state !== 'live') return
          emit('book', book.symbol, [book.updateId, [...book.levels('bid')], [...book.levels('ask')]])
        }),
      top: symbol =>
        market.book$(symbol, { snapshot: 20 }).subscribe(book => {
          if (book.state !== 'live') return
          const best = side => [...book.levels(side)].slice(0, 20)
          emit('top', symbol, [book.updateId, best('bid'), best('ask')])
        }),
    },
    unsubscribe: subscription => subscription.unsubscribe(),
    ask: {
      trades: async symbol =>
        (await rowsOf(market.tradeHistory$(symbol))).slice(-500).map(t => [t.tradeId, t.price, t.quantity]),
      klines: async symbol =>
        (await rowsOf(market.klineHistory$(symbol, '1m', { from: Date.now() - 3_600_000 }))).map(k => [
          k.openTime,
          k.openPrice,
          k.highPrice,
          k.lowPrice,
          k.closePrice,
          k.volume,
        ]),
      depth: async symbol => {
        const [{ lastUpdateId, bids, asks }] = await rowsOf(market.depthSnapshot$(symbol, 1_000))
        return [lastUpdateId, bids, asks]
      },
    },
  }
}
