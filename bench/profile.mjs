/** Measures where one client's time goes. */
import { startFeed } from './processes.mjs'

const WARMUP = 2
const SECONDS = 3

/** A run under the processor profiler: what it measured, with its `profile`. */
export async function measureProfile(client, { kind, streams }) {
  const feed = await startFeed(kind, streams)
  const measured = await feed.run(client, { warmup: WARMUP, seconds: SECONDS, profiled: true })
  feed.stop()
  return measured
}
