/**
 * Exchange market data as RxJS streams.
 *
 * @module rxmarket
 */

// Markets
export { binance, type BinanceOptions, type NumericBinanceOptions } from './binance.js'
export type {
  ChannelMethod,
  AggTradeHistoryOptions,
  ChannelOptions,
  DepthDiffOptions,
  DepthOptions,
  KlineHistoryOptions,
  KlineOptions,
  Market,
  Symbols,
  TimeSpan,
  TradeHistoryOptions,
  TradeOptions,
} from './market.js'
export type {
  Compression,
  EmbeddedExchange,
  HttpRequest,
  HttpResponse,
  LiveOptions,
  ReconnectOptions,
  RotationOptions,
  TimeUnit,
  WebSocketLike,
} from './options.js'
export type { Numeric } from './codec/types/decimal.js'

// Order books
export type {
  Book,
  BookOptions,
  BookState,
  BookTop,
  Fill,
  KnownRange,
  LevelChange,
  Side,
} from './model/book.js'
export { BookMismatchError, BookMovedError } from './model/errors/book-errors.js'

// Custom feeds
export { createMarket, type MarketOptions } from './create-market.js'
export type { Feed } from './feed.js'
export type { FeedStats, RequestStats } from './model/feed-stats.js'
export type { RawFrame } from './model/raw-frame.js'
export { shareChannels } from './streams/share-channels.js'

// Channels
export { Freq } from './model/freq.js'
export type {
  AggTradeChannel,
  AllMiniTickersChannel,
  AllRollingTickersChannel,
  AvgPriceChannel,
  BlockTradeChannel,
  BookTickerChannel,
  Channel,
  ChannelOf,
  DepthChannel,
  DepthDiffChannel,
  DepthLevels,
  DepthSpeed,
  Kind,
  KlineChannel,
  MiniTickerChannel,
  ReferencePriceChannel,
  RollingTickerChannel,
  RollingWindow,
  TickerChannel,
  TimeZone,
  TradeChannel,
} from './model/channel.js'

// Events
export type {
  AggTrade,
  AllMiniTickers,
  AllRollingTickers,
  AvgPrice,
  BlockTrade,
  BookTicker,
  Depth,
  DepthDiff,
  EventByKind,
  EventOf,
  Kline,
  MarketEvent,
  MiniTicker,
  PriceLevel,
  ReferencePrice,
  RollingTicker,
  Ticker,
  Trade,
} from './model/event.js'

// Gaps
export type {
  BackfillLimits,
  BackfillOption,
  BackfillOptions,
  Gap,
  GapCause,
  GapOptions,
  GapState,
} from './model/gap.js'

// Queries
export type { Instrument } from './model/instrument.js'
export type {
  AggTradesQuery,
  AnswerByKind,
  AnswerOf,
  DepthSnapshot,
  DepthSnapshotQuery,
  InstrumentsQuery,
  KlinesQuery,
  Query,
  QueryKind,
  QueryOf,
  QueryOptions,
  ServerTimeQuery,
  TradesQuery,
} from './model/query.js'

// Connection statuses
export type {
  Closed,
  Connecting,
  ConnectionStatus,
  Failed,
  Live,
  Open,
  Reconnecting,
  Rotating,
  RotationReason,
  Stale,
  Subscribing,
  Waiting,
} from './model/status.js'

// Debugging
export type {
  DebugCommand,
  DebugEntry,
  DebugError,
  DebugFrame,
  DebugSocket,
  DebugStatus,
} from './model/debug-entry.js'

// Errors
export {
  InvalidChannelError,
  StreamLimitError,
  StreamSilentError,
  SubscribeRejectedError,
} from './model/errors/channel-errors.js'
export { CommandRejectedError, CommandTimeoutError } from './model/errors/command-errors.js'
export {
  ConnectionLostError,
  ConnectTimeoutError,
  HandshakeRejectedError,
  ReconnectFailedError,
  ServerShutdownError,
  StaleConnectionError,
} from './model/errors/connection-errors.js'
export { MarketClosedError, OverflowError } from './model/errors/consumer-errors.js'
export { DecodeError, OutOfOrderError } from './model/errors/frame-errors.js'
export { InvalidOptionError } from './validation/invalid-option-error.js'
export { MarketError } from './validation/market-error.js'
export {
  RequestAttemptError,
  RequestFailedError,
  RequestLimitError,
  RequestRejectedError,
  UnsupportedError,
} from './model/errors/request-errors.js'
export { type ErrorCode, isMarketError, type MarketErrorByCode } from './model/errors/is-market-error.js'
