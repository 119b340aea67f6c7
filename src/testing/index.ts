/** The kit with which strategies are tested. */
export { VirtualScheduler } from '../clock/virtual-scheduler.js'
