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
  bannedUntil: number
  /** Bans so far; each is twice as long as the previous one. */
  bans: number
}

const MINUTE = 60_000
/** "IP bans are tracked and scale in duration for repeat offenders, from 2 minutes to 3 days." */
const MIN_BAN = 2 * MINUTE
const MAX_BAN = 3 * 24 * 60 * MINUTE

export class WeightLimiter {
  /** By caller, such as an address. */
  readonly #accounts = new Map<string, Account>()

  readonly #limits: Limits

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** Charges a request, and responds to it unless the caller is over the limit. */
  charge(caller: string, weight: number, now: number, respond: () => RestResponse): RestResponse {
    const account = this.#account(caller, now)
    if (now < account.bannedUntil) return banned(account.bannedUntil, now)
    account.used += weight
    if (account.used <= this.#limits.weightPerMinute) return this.#counted(account, respond())
    if (++account.rejections > this.#limits.rejectionsBeforeBan) {
      account.rejections = 0
      account.bannedUntil = now + Math.min(MAX_BAN, MIN_BAN * 2 ** account.bans++)
      return banned(account.bannedUntil, now)
    }
    const msg = `Too much request weight used; current limit is ${this.#limits.weightPerMinute} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`
    const wait = Math.ceil(((account.minute + 1) * MINUTE - now) / 1_000)
    return this.#counted(account, failed(429, -1003, msg, wait))
  }

  #counted(account: Account, response: RestResponse): RestResponse {
    const used = String(account.used)
    return withHeaders(response, { 'x-mbx-used-weight': used, 'x-mbx-used-weight-1m': used })
  }

  #account(caller: string, now: number): Account {
    const minute = Math.floor(now / MINUTE)
    let account = this.#accounts.get(caller)
    if (account === undefined) {
      account = { minute, used: 0, rejections: 0, bannedUntil: 0, bans: 0 }
      this.#accounts.set(caller, account)
    }
    if (account.minute !== minute) {
      account.minute = minute
      account.used = 0
    }
    return account
  }
}

function banned(until: number, now: number): RestResponse {
  const msg = `Way too much request weight used; IP banned until ${until}. Please use WebSocket Streams for live updates to avoid bans.`
  return failed(418, -1003, msg, Math.ceil((until - now) / 1_000))
}
