import { describe, expect, it } from 'vitest'
import { createPasswordHasher } from './password-hasher.ts'

describe('the password hasher', () => {
  it('makes argon2id hashes of 64 MiB, three passes, one lane', async () => {
    const hasher = createPasswordHasher({ atOnce: 1, waiting: 5, mebibytes: 64 })
    const hashed = await hasher.hash('correct horse')
    expect(hashed).toMatchObject({ ok: true, value: expect.stringMatching(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/) })
    const small = createPasswordHasher({ atOnce: 1, waiting: 5, mebibytes: 19 })
    const made = await small.hash('correct horse')
    expect(made).toMatchObject({ ok: true, value: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=3,p=1\$/) })
    // What was hashed before the setting was changed goes on being right.
    expect(await small.isRight('correct horse', hashed.ok ? hashed.value : '')).toEqual({ ok: true, value: true })
    expect(await hasher.isRight('correct horse', made.ok ? made.value : '')).toEqual({ ok: true, value: true })
  })

  it('tells the right password from others, however its letters are composed', async () => {
    const hasher = createPasswordHasher({ atOnce: 1, waiting: 5, mebibytes: 64 })
    const hashed = await hasher.hash('caf\u00e9 au lait')
    const stored = hashed.ok ? hashed.value : undefined
    expect(await hasher.isRight('cafe\u0301 au lait', stored)).toEqual({ ok: true, value: true })
    expect(await hasher.isRight('cafe au lait', stored)).toEqual({ ok: true, value: false })
    expect(await hasher.isRight('caf\u00e9 au lait', undefined)).toEqual({ ok: true, value: false })
  })

  it('lets few wait and refuses the rest at once', async () => {
    const hasher = createPasswordHasher({ atOnce: 1, waiting: 2, mebibytes: 64 })
    const all = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((password) => hasher.hash(password)))
    expect(all.map((one) => one.ok)).toEqual([true, true, true, false, false])
    expect(all[4]).toMatchObject({ error: { code: 'busy', retryAfterMs: expect.any(Number) } })
    expect((await hasher.hash('after')).ok).toBe(true)
  })

  it('lets whoever signs in wait for no more of those that sign up than are under way', async () => {
    const hasher = createPasswordHasher({ atOnce: 1, waiting: 2, mebibytes: 64 })
    const ended: string[] = []
    const note = (what: string) => (result: { readonly ok: boolean }) => ended.push(result.ok ? what : `no ${what}`)
    const ups = ['one', 'two', 'three', 'four'].map((up) => hasher.hash(up).then(note(up)))
    await Promise.all([...ups, hasher.isRight('x', undefined).then(note('sign-in'))])
    // Their line is full, that of sign-ins is not.
    expect(ended[0]).toBe('no four')
    expect(ended.slice(1, 3)).toContain('sign-in')
    expect(ended.filter((one) => one !== 'sign-in').slice(1)).toEqual(['one', 'two', 'three'])
  })
})
