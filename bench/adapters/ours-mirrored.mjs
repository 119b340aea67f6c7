/** rxmarket with every stream on two sessions. */
import { subscribe } from './ours.mjs'

const { binance } = await import(process.env.RXMARKET_LIBRARY ?? '../../dist/esm/index.js')

export const connect = options => subscribe(binance({ url: options.url, mirror: 2 }), options)
