/** rxmarket with decimals kept as the exchange's own text. */
import { binance } from '../../dist/esm/index.js'
import { subscribe } from './ours.mjs'

export const connect = options => subscribe(binance({ url: options.url, numeric: String }), options)
