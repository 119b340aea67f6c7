// The tasks that keep NgZone from becoming stable, which an application needs to hydrate and to
// register its service worker.
import 'zone.js'
import { NgZone } from '@angular/core'
import { firstValueFrom, skip } from 'rxjs'
import { binance } from 'rxmarket'
import { createExchange } from 'rxmarket/simulator'
import { outside } from './outside.mjs'

const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT'] })

/** Whether Angular waits for a timer of the market, and whether values arrive in its zone. */
async function observe(wrap) {
  const market = binance({ connect: exchange.connect })
  const zone = new NgZone({})
  const places = new Set()
  const ticker$ = wrap(zone, market.ticker$('BTCUSDT'))
  const subscription = zone.run(() => ticker$.subscribe(() => places.add(NgZone.isInAngularZone())))
  const isWaiting = zone.hasPendingMacrotasks
  await firstValueFrom(market.ticker$('BTCUSDT').pipe(skip(1)))
  subscription.unsubscribe()
  await market.close()
  return { isWaiting, isInZone: [...places] }
}

const plain = await observe((_zone, ticker$) => ticker$)
const wrapped = await observe(outside)
await exchange.close()
console.log(JSON.stringify({ plain, wrapped }))
