/**
 * Limits the request weight per caller: 429 beyond the limit, then a ban.
 * Source: rest-api.md, IP Limits; errors.md, -1003.
 */
import type { Limits } from '../limits.js'
import { failed, type RestResponse, withHeaders } from './response.js'

interface Account {
  /** The minute that `used` belongs to. */
  minute: number
  used: number
  /** Requests beyond the limit since the last ban. */
  rejections: number
  /** Monotonic. */
  bannedUntil: number
  /** Bans so far; each is twice as long as the previous one. */
  bans: number
}

const MINUTE = 60_000
/** "IP bans are tracked and scale in duration for repeat offenders, from 2 minutes to 3 days." */
const MIN_BAN = 2 * MINUTE
const MAX_BAN = 3 * 24 * 60 * MINUTE
/** When a request came: epoch milliseconds, and the time that bans are measured by. */
export interface RequestTime {
  readonly now: number
  readonly monotonic: number
}

/** Beyond so many callers, those without a recent request or a ban are forgotten. */
const MAX_IDLE_CALLERS = 1_000

export class WeightLimiter {
  /** By caller, such as an address. */
  readonly #accounts = new Map<string, Account>()

  readonly #limits: Limits

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** Charges a request, and responds to it unless the caller is over the limit. */
  charge(caller: string, weight: number, time: RequestTime, respond: () => RestResponse): RestResponse {
    const { now, monotonic } = time
    const account = this.#account(caller, time)
    if (monotonic < account.bannedUntil) return banned(account.bannedUntil - monotonic, now)
    account.used += weight
    if (account.used <= this.#limits.weightPerMinute) return this.#counted(account, respond())
    if (++account.rejections > this.#limits.rejectionsBeforeBan) {
      account.rejections = 0
      const duration = Math.min(MAX_BAN, MIN_BAN * 2 ** account.bans++)
      account.bannedUntil = monotonic + duration
      return banned(duration, now)
    }
    const msg = `Too much request weight used; current limit is ${this.#limits.weightPerMinute} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`
    const wait = Math.ceil(((account.minute + 1) * MINUTE - now) / 1_000)
    return this.#counted(account, failed(429, -1003, msg, wait))
  }

  #counted(account: Account, response: RestResponse): RestResponse {
    const used = String(account.used)
    return withHeaders(response, { 'x-mbx-used-weight': used, 'x-mbx-used-weight-1m': used })
  }

  #account(caller: string, { now, monotonic }: RequestTime): Account {
    const minute = Math.floor(now / MINUTE)
    let account = this.#accounts.get(caller)
    if (account === undefined) {
      this.#forgetIdleCallers(minute, monotonic)
      account = { minute, used: 0, rejections: 0, bannedUntil: -Infinity, bans: 0 }
      this.#accounts.set(caller, account)
    }
    if (account.minute !== minute) {
      account.minute = minute
      account.used = 0
    }
    return account
  }

  /**
   * A caller that was banned is remembered for as long as the longest ban: its next one is longer.
   */
  #forgetIdleCallers(minute: number, monotonic: number): void {
    if (this.#accounts.size < MAX_IDLE_CALLERS) return
    for (const [caller, account] of this.#accounts) {
      if (account.minute < minute && account.bannedUntil <= monotonic - MAX_BAN) this.#accounts.delete(caller)
    }
  }
}

function banned(duration: number, now: number): RestResponse {
  const msg = `Way too much request weight used; IP banned until ${Math.round(now + duration)}. Please use WebSocket Streams for live updates to avoid bans.`
  return failed(418, -1003, msg, Math.ceil(duration / 1_000))
}
