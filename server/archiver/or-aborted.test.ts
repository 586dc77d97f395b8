import { expect, it, vi } from 'vitest'
import { orAborted } from './or-aborted.ts'

const never = () => new Promise<string>(() => {})

it('answers what the work comes to, and its fault', async () => {
  const { signal } = new AbortController()
  expect(await orAborted(Promise.resolve('done'), signal)).toBe('done')
  await expect(orAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken')
})

it('waits no longer once the signal has come, before or meanwhile', async () => {
  const stopping = new AbortController()
  const waiting = orAborted(never(), stopping.signal)
  stopping.abort()
  await expect(waiting).rejects.toBe(stopping.signal.reason)
  await expect(orAborted(never(), stopping.signal)).rejects.toBe(stopping.signal.reason)
})

it('undoes what comes too late, and lets a late fault pass', async () => {
  const stopping = new AbortController()
  stopping.abort()
  const undo = vi.fn()
  await expect(orAborted(Promise.resolve('late'), stopping.signal, undo)).rejects.toBe(stopping.signal.reason)
  await expect(orAborted(Promise.reject(new Error('late')), stopping.signal, undo)).rejects.toBe(stopping.signal.reason)
  await vi.waitFor(() => expect(undo.mock.calls).toEqual([['late']]))
})
