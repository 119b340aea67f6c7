/** A channel, put to a market by the method of its kind. */
import { type Channel, type Market, type MarketEvent } from 'rxmarket'
import { type Observable } from 'rxjs'

export function channel$(market: Market, channel: Channel): Observable<MarketEvent> {
  switch (channel.kind) {
    case 'ticker':
      return market.ticker$(channel.symbol)
    case 'miniTicker':
      return market.miniTicker$(channel.symbol)
    case 'rollingTicker':
      return market.rollingTicker$(channel.symbol, channel.window)
    case 'trade':
      return market.trade$(channel.symbol)
    case 'aggTrade':
      return market.aggTrade$(channel.symbol)
    case 'blockTrade':
      return market.blockTrade$(channel.symbol)
    case 'kline':
      return market.kline$(channel.symbol, channel.freq, { timeZone: channel.timeZone })
    case 'bookTicker':
      return market.bookTicker$(channel.symbol)
    case 'avgPrice':
      return market.avgPrice$(channel.symbol)
    case 'referencePrice':
      return market.referencePrice$(channel.symbol)
    case 'depth':
      return market.depth$(channel.symbol, channel)
    case 'depthDiff':
      return market.depthDiff$(channel.symbol, channel)
    case 'allMiniTickers':
      return market.allMiniTickers$()
    case 'allRollingTickers':
      return market.allRollingTickers$(channel.window)
  }
}
