/** `ccxt`, which delivers depth as a book. */
import { open as openCcxt } from '../../adapters/ccxt.mjs'

export async function open({ ws, emit }) {
  const exchange = await openCcxt(ws)
  const unified = symbol => exchange.safeSymbol(symbol)
  const loop = (symbol, next, onError = () => {}) => {
    const state = { symbol, isWanted: true }
    ;(async () => {
      while (state.isWanted) {
        try {
          await next()
        } catch (error) {
          onError(error)
          // Its manual's way: whatever is thrown, ask again.
          await new Promise(resolve => setTimeout(resolve, 100))
        }
      }
    })()
    return state
  }
  const book = symbol =>
    loop(
      symbol,
      async () => {
        const { nonce, bids, asks } = await exchange.watchOrderBook(unified(symbol))
        emit('book', symbol, [nonce, bids, asks])
      },
      () => emit('notice', symbol, [0]),
    )
  return {
    watch: {
      ticker: symbol =>
        loop(symbol, async () => {
          const { last, baseVolume } = await exchange.watchTicker(unified(symbol))
          emit('ticker', symbol, [last, baseVolume])
        }),
      trade: symbol =>
        loop(symbol, async () => {
          const trades = await exchange.watchTrades(unified(symbol))
          for (const { id, price, amount } of trades) emit('trade', symbol, [id, price, amount])
        }),
      kline: symbol =>
        loop(symbol, async () => {
          for (const kline of await exchange.watchOHLCV(unified(symbol), '1m')) emit('kline', symbol, kline)
        }),
      book: symbols => symbols.map(book),
      top: symbol =>
        loop(symbol, async () => {
          const { nonce, bids, asks } = await exchange.watchOrderBook(unified(symbol), 20)
          emit('top', symbol, [nonce, bids, asks])
        }),
    },
    unsubscribe: async state => {
      state.isWanted = false
      await exchange.unWatchTrades(unified(state.symbol))
    },
    ask: {
      ticker: async symbol => (await exchange.fetchTicker(unified(symbol))).last,
      trades: async symbol =>
        (
          await exchange.fetchTrades(unified(symbol), undefined, undefined, {
            fetchTradesMethod: 'publicGetTrades',
          })
        ).map(t => [t.id, t.price, t.amount]),
      klines: async symbol => exchange.fetchOHLCV(unified(symbol), '1m'),
      depth: async symbol => {
        const { nonce, bids, asks } = await exchange.fetchOrderBook(unified(symbol), 1_000)
        return [nonce, bids, asks]
      },
    },
  }
}
