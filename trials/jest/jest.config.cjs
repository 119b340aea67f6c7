module.exports = { globalSetup: './exchange.cjs', globalTeardown: './exchange-end.cjs' }
