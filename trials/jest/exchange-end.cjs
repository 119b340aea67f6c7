module.exports = () => globalThis.exchange.close()
