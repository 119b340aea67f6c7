/** Lets a Node process exit although a timer is pending. */
import type { Subscription } from 'rxjs'

/** `action`, as a scheduler returned it. On real time in Node its timer no longer keeps the process alive; elsewhere nothing changes. */
export function unref(action: Subscription): Subscription {
  // An AsyncAction keeps what setInterval returned as its `id`: an object in Node, a number in browsers.
  const timer = (action as { readonly id?: unknown }).id
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function')
    timer.unref()
  return action
}
