/** What peers do when something goes wrong: each trial makes one thing happen on an exchange of its own, and looks. */
import { connections } from './trials/connections.mjs'
import { frames } from './trials/frames.mjs'
import { subscriptions } from './trials/subscriptions.mjs'

/** By name: `title`, `market` for `createExchange`, and `run`, which tells whether it went well and what happened. */
export const trials = { ...subscriptions, ...connections, ...frames }
