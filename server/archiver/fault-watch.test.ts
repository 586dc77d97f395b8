import { describe, expect, it } from 'vitest'
import { buildFaultWatch, type FaultWatch, maxInRow, writtenForOne } from './fault-watch.ts'

function passed(watch: FaultWatch, seq: number): boolean {
  const mayPass = watch.mayPass()
  if (mayPass) watch.onSetAside()
  else watch.onStopped(seq)
  return mayPass
}

describe('events that cannot be written', () => {
  it('are set aside while they are few, and stop the shard in a row', () => {
    const watch = buildFaultWatch()
    for (let seq = 1; seq <= maxInRow; seq++) expect(passed(watch, seq)).toBe(true)
    expect(watch.stoppedAtSeq()).toBeUndefined()
    expect(passed(watch, 9)).toBe(false)
    expect(watch.stoppedAtSeq()).toBe(9)
    // However often it is tried again.
    expect(passed(watch, 9)).toBe(false)
  })

  it('never stop a shard where they are rare', () => {
    const watch = buildFaultWatch()
    for (let seq = 1; seq < 1_000; seq++) {
      expect(passed(watch, seq)).toBe(true)
      watch.onWritten(writtenForOne)
    }
  })

  it('stop it where every tenth is one, however long that takes', () => {
    const watch = buildFaultWatch()
    let count = 0
    for (; passed(watch, count) && count < 100; count++) watch.onWritten(9)
    expect(count).toBeLessThan(5)
  })

  it('are over once the archive has come past the place', () => {
    const watch = buildFaultWatch()
    for (let seq = 1; seq <= maxInRow; seq++) passed(watch, seq)
    passed(watch, 40)
    watch.onAdvanced(39)
    expect(watch.stoppedAtSeq()).toBe(40)
    watch.onAdvanced(40)
    expect(watch.stoppedAtSeq()).toBeUndefined()
  })
})
