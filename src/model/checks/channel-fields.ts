/** The fields of each kind's channels, without `kind` and `connection`. */
import type { ChannelOf, DepthLevels, DepthSpeed, Kind, RollingWindow, TimeZone } from '../channel.js'
import { Freq } from '../freq.js'

interface ChannelField<V> {
  readonly allowed: readonly V[]
  /** A field with a default is an option of the channel's method; one without is an argument. */
  readonly byDefault?: V
}

type FieldsOf<K extends Kind> = {
  readonly [F in Exclude<keyof ChannelOf<K>, 'kind' | 'symbol' | 'connection'>]: ChannelField<ChannelOf<K>[F]>
}

const window: ChannelField<RollingWindow> = { allowed: ['1h', '4h', '1d'] }
const speed: ChannelField<DepthSpeed> = { allowed: [100, 1000], byDefault: 1000 }
const levels: ChannelField<DepthLevels> = { allowed: [5, 10, 20], byDefault: 20 }
const timeZone: ChannelField<TimeZone> = { allowed: ['+00:00', '+08:00'], byDefault: '+00:00' }
const freq: ChannelField<Freq> = { allowed: Object.values(Freq) }

const FIELDS: { readonly [K in Kind]: FieldsOf<K> } = {
  ticker: {},
  miniTicker: {},
  rollingTicker: { window },
  trade: {},
  aggTrade: {},
  blockTrade: {},
  kline: { freq, timeZone },
  bookTicker: {},
  avgPrice: {},
  referencePrice: {},
  depth: { levels, speed },
  depthDiff: { speed },
  allMiniTickers: {},
  allRollingTickers: { window },
}

export const KINDS = Object.keys(FIELDS) as readonly Kind[]

export const isKind = (kind: unknown): kind is Kind => (KINDS as readonly unknown[]).includes(kind)

/** Whether the channels of `kind` name a symbol; otherwise they cover the whole market. */
export const hasSymbol = (kind: Kind): boolean => kind !== 'allMiniTickers' && kind !== 'allRollingTickers'

/** Name and field, in the order of the channel's properties. */
export const fieldsOf = (kind: Kind): readonly (readonly [string, ChannelField<unknown>])[] =>
  Object.entries<ChannelField<unknown>>(FIELDS[kind])

/** Options of a subscription, not of its channel. */
export const SUBSCRIPTION_OPTIONS: readonly string[] = ['gaps', 'backfill', 'history']

/** Names of the options of the channels of `kind`. */
export const optionNames = (kind: Kind): readonly string[] => [
  ...fieldsOf(kind).flatMap(([name, field]) => (field.byDefault === undefined ? [] : [name])),
  'connection',
]
