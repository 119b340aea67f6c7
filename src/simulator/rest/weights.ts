/**
 * What a caller has used of the request weight, and what it gets for using too much: 429, then a ban.
 * Source: rest-api.md, IP Limits; errors.md, -1003.
 */
import type { Limits } from '../limits.js'
import { failed, type RestResponse, withHeaders } from './response.js'

interface Account {
  /** The minute that `used` belongs to. */
  minute: number
  used: number
  /** Requests beyond the limit since the last ban. */
  offences: number
  bannedUntil: number
  /** Bans so far: each is twice as long as the one before. */
  bans: number
}

const MINUTE = 60_000
/** "IP bans are tracked and scale in duration for repeat offenders, from 2 minutes to 3 days." */
const SHORTEST_BAN = 2 * MINUTE
const LONGEST_BAN = 3 * 24 * 60 * MINUTE

export class Weights {
  /** Of each caller, such as an address. */
  private readonly accounts = new Map<string, Account>()

  constructor(private readonly limits: Limits) {}

  /** Charges a request, and answers it unless the caller has used too much. */
  charge(caller: string, weight: number, now: number, answer: () => RestResponse): RestResponse {
    const account = this.account(caller, now)
    if (now < account.bannedUntil) return banned(account.bannedUntil, now)
    account.used += weight
    if (account.used <= this.limits.weightPerMinute) return this.counted(account, answer())
    if (++account.offences > this.limits.rejectionsBeforeBan) {
      account.offences = 0
      account.bannedUntil = now + Math.min(LONGEST_BAN, SHORTEST_BAN * 2 ** account.bans++)
      return banned(account.bannedUntil, now)
    }
    const msg = `Too much request weight used; current limit is ${this.limits.weightPerMinute} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`
    const wait = Math.ceil(((account.minute + 1) * MINUTE - now) / 1_000)
    return this.counted(account, failed(429, -1003, msg, wait))
  }

  private counted(account: Account, response: RestResponse): RestResponse {
    const used = String(account.used)
    return withHeaders(response, { 'x-mbx-used-weight': used, 'x-mbx-used-weight-1m': used })
  }

  private account(caller: string, now: number): Account {
    const minute = Math.floor(now / MINUTE)
    let account = this.accounts.get(caller)
    if (account === undefined) {
      account = { minute, used: 0, offences: 0, bannedUntil: 0, bans: 0 }
      this.accounts.set(caller, account)
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
