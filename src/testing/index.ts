/** `rxmarket/testing`: the kit with which strategies are tested. Needs no test runner. */

// Markets
export { marbleMarket, type MarketDiagrams, type MarketValues } from './marble-market.js'

// Events
export { aKline, aTicker, aTrade } from './makers.js'

// Time
export { VirtualScheduler } from '../clock/virtual-scheduler.js'
