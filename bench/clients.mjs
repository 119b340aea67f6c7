/** Who is measured: by the name of its adapter, what it is called, of which package it is, and which kinds it cannot tell. */
export const clients = {
  floor: { title: 'floor: `ws`, `JSON.parse`, a Map', of: 'ws' },
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
    cannot: { depthDiff: 'tells whole books, not their changes' },
  },
}

/** The names of those whom we are compared with. */
export const peers = Object.keys(clients).filter(name => name !== 'floor' && !clients[name].isOurs)
