// The documented hook, mounted twice by strict mode, by two components.
import { JSDOM } from 'jsdom'
import { filter, firstValueFrom, interval } from 'rxjs'
import { binance } from 'rxmarket'
import { createExchange } from 'rxmarket/simulator'
import { useTicker } from './use-ticker.mjs'

const { window } = new JSDOM('<div id="root"></div>')
Object.assign(globalThis, { window, document: window.document })
// From Node 21 on there is one.
globalThis.navigator ??= window.navigator
const { createElement, StrictMode } = await import('react')
const { createRoot } = await import('react-dom/client')

const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT'] })
const market = binance({ connect: exchange.connect })
const Price = () => createElement('b', null, useTicker(market, 'BTCUSDT')?.price ?? 'none')
const until = condition => firstValueFrom(interval(20).pipe(filter(condition)))
const text = () => window.document.body.textContent
const [received, methods] = [[], () => received.map(({ text }) => JSON.parse(text).method)]

const root = createRoot(window.document.getElementById('root'))
root.render(createElement(StrictMode, null, createElement(Price), createElement(Price)))
await until(() => /^\d[\d.]+$/.test(text()))
received.push(...exchange.connections.flatMap(connection => connection.received))
const mounted = methods()
root.unmount()
await until(() => exchange.connections.length === 0)
await market.close()
await exchange.close()
console.log(mounted.join(' '))
