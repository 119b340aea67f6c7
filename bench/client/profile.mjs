/** A processor profile of a period, in the format of `node --cpu-prof`. */
import { Session } from 'node:inspector/promises'

/** Starts profiling. The returned function stops it and returns the profile. */
export async function startProfile() {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 200 })
  await session.post('Profiler.start')
  return async () => (await session.post('Profiler.stop')).profile
}
