/** A processor profile of a stretch of time, as `node --cpu-prof` makes it of a whole run. */
import { Session } from 'node:inspector/promises'

/** Begins one; the function returned ends it and tells it. */
export async function startProfile() {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 200 })
  await session.post('Profiler.start')
  return async () => (await session.post('Profiler.stop')).profile
}
