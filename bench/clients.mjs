/**
 * The clients that are measured, by adapter: title, package, and the kinds that it does not
 * support.
 */
export const clients = {
  baseline: { title: 'baseline: `ws`, `JSON.parse`, a Map', of: 'ws' },
  ours: { title: '**rxmarket**', of: 'rxmarket', isOurs: true },
  'ours-exact': { title: '**rxmarket**, `numeric: String`', of: 'rxmarket', isOurs: true },
  rxjs: { title: 'RxJS `webSocket().multiplex`', of: 'rxjs' },
  binance: { title: '`binance`, raw', of: 'binance' },
  'binance-formatted': { title: '`binance`, formatted', of: 'binance' },
  'binance-spot': { title: '`@binance/spot`', of: '@binance/spot' },
  'binance-api-node': { title: '`binance-api-node`', of: 'binance-api-node' },
  'node-binance-api': { title: '`node-binance-api`', of: 'node-binance-api' },
  ccxt: {
    title: '`ccxt`',
    of: 'ccxt',
    cannot: { depthDiff: 'delivers whole books, not changes' },
  },
}

/** The other libraries. */
export const peers = Object.keys(clients).filter(name => name !== 'baseline' && !clients[name].isOurs)
