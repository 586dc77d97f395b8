import { describe, expect, it } from 'vitest'
import { createPasswordHasher } from './password-hasher.ts'

describe('the password hasher', () => {
  it('makes argon2id hashes of 64 MiB, three passes, one lane', async () => {
    const hasher = createPasswordHasher({ atOnce: 1, waiting: 5 })
    const hashed = await hasher.hash('correct horse')
    expect(hashed).toMatchObject({ ok: true, value: expect.stringMatching(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/) })
  })

  it('tells the right password from others, however its letters are composed', async () => {
    const hasher = createPasswordHasher({ atOnce: 1, waiting: 5 })
    const hashed = await hasher.hash('caf\u00e9 au lait')
    const stored = hashed.ok ? hashed.value : undefined
    expect(await hasher.isRight('cafe\u0301 au lait', stored)).toEqual({ ok: true, value: true })
    expect(await hasher.isRight('cafe au lait', stored)).toEqual({ ok: true, value: false })
    expect(await hasher.isRight('caf\u00e9 au lait', undefined)).toEqual({ ok: true, value: false })
  })

  it('lets few wait and refuses the rest at once', async () => {
    const hasher = createPasswordHasher({ atOnce: 1, waiting: 2 })
    const all = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((password) => hasher.hash(password)))
    expect(all.map((one) => one.ok)).toEqual([true, true, true, false, false])
    expect(all[4]).toMatchObject({ error: { code: 'busy', retryAfterMs: expect.any(Number) } })
    expect((await hasher.hash('after')).ok).toBe(true)
  })
})
