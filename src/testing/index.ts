/** `rxmarket/testing`: the kit with which strategies are tested. Needs no test runner. */

// Tests
export { type MarbleHelpers, type MarbleOptions, marbles } from './marbles/marbles.js'

// Simulations
export { simulate } from './simulation/simulate.js'
export type { NumericSimulationOptions, Simulation, SimulationOptions } from './simulation/context.js'
export type { At, SimulationCounts, SimulationReport } from './simulation/report.js'
export type { RestStep } from './simulation/rest-tap.js'
export { SimulationFailedError } from './simulation/simulation-failed-error.js'
export type { WireCounts, WireStep } from './simulation/wire-tap.js'

// Markets
export type { ChannelSubscription } from './market/channel-log.js'
export type { EventPart } from './market/complete-event.js'
export type { GapPart } from './market/market-values.js'
export type { MarketDiagrams } from './market/diagrams.js'
export type { MarketValues } from './market/market-values.js'
export { type MarbleMarket, marbleMarket } from './market/marble-market.js'

// Answers
export type { MarketAnswers } from './market/answers.js'

// Events
export { aBookTicker, aDepth, aDepthDiff, aDepthSnapshot } from './builders/book.js'
export { aGap } from './builders/gap.js'
export { aKline } from './builders/kline.js'
export { anAvgPrice, aReferencePrice } from './builders/price.js'
export {
  aMiniTicker,
  aRollingTicker,
  aTicker,
  someMiniTickers,
  someRollingTickers,
  type SomeMiniTickers,
  type SomeRollingTickers,
} from './builders/ticker.js'
export { aBlockTrade, anAggTrade, aTrade } from './builders/trade.js'

// Time
export { VirtualScheduler } from '../clock/virtual-scheduler.js'
