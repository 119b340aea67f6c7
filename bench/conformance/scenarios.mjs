/** The fault scenarios: each causes one event on its own exchange and observes the peer. */
import { connections } from './scenarios/connections.mjs'
import { frames } from './scenarios/frames.mjs'
import { losses } from './scenarios/losses.mjs'
import { sessions } from './scenarios/sessions.mjs'
import { subscriptions } from './scenarios/subscriptions.mjs'

/**
 * By name: `title`, `market` for `createExchange`, `atOnce` (peers), and `run`, which returns
 * whether the peer passed and what happened.
 */
export const scenarios = { ...subscriptions, ...connections, ...losses, ...sessions, ...frames }
