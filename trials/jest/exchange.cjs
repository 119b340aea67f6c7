const { createExchange } = require('rxmarket/simulator')

module.exports = async () => {
  globalThis.exchange = createExchange({ seed: 1, symbols: ['BTCUSDT'] })
  process.env.EXCHANGE_URL = (await globalThis.exchange.listen(0)).url
}
