import { expect } from 'vitest'
import { most } from './hostile-test-texts.ts'

/** Of the processor, not of the clock: others work on this machine too. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** Work that takes an idle core 5 ms or more: what 50 ms are here and now is ten times this. */
function floorWork(): number {
  let sum = 0
  for (let round = 0; round < 60; round++) for (let at = 0; at < most; at++) sum = (sum * 31 + at) | 0
  return sum
}

/** How often one may look again: once is enough where it is fast. */
const looks = 4

/**
 * That the work takes less than so many ms of an idle core; on one that does much else, less than what they are here. What
 * grows with the square of the text takes hundreds of times that.
 */
export function expectWithinMs(ms: number, what: string, work: () => void): void {
  let least = cpuMs(work)
  for (let look = 1; look < looks && least >= ms; look++) least = Math.min(least, cpuMs(work))
  if (least < ms) return
  const here = (ms / 5) * Math.max(Math.min(cpuMs(floorWork), cpuMs(floorWork)), 5)
  expect(least, `${what}, ms`).toBeLessThan(here)
}
