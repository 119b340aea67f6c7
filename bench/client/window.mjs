/**
 * Measures what the process spends between two moments: processor time of all threads, garbage
 * collection, and bytes allocated on the JavaScript heap.
 *
 * Node 20 does not count allocations. They are the growth of the heap between the end of one
 * collection and the start of the next, summed; `GCProfiler` reports the heap's size at both.
 */
import { performance } from 'node:perf_hooks'
import { GCProfiler, getHeapStatistics } from 'node:v8'

export function openWindow(consumer) {
  const profiler = new GCProfiler()
  const heap = getHeapStatistics().used_heap_size
  profiler.start()
  const counted = consumer.count
  const since = performance.now()
  const loop = performance.eventLoopUtilization()
  const cpu = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    const events = consumer.count - counted
    const milliseconds = performance.now() - since
    const { utilization } = performance.eventLoopUtilization(loop)
    const collections = profiler.stop().statistics
    let allocated = -heap
    for (const { beforeGC, afterGC } of collections) {
      allocated += beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize
    }
    allocated += getHeapStatistics().used_heap_size
    return {
      events,
      milliseconds,
      utilization,
      microseconds: user + system,
      system,
      allocated,
      collecting: collections.reduce((total, { cost }) => total + cost, 0),
      peak: process.resourceUsage().maxRSS * 1024,
    }
  }
}
