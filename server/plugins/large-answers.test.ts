import { expect, test } from 'vitest'
import { answerBytes, openLargeAnswers } from '../rigs/large-answers-rig.ts'

test('of many that ask at once no more are let through than may be held, and each makes room when it is answered', async () => {
  let finish = () => {}
  const slow = new Promise<void>((done) => {
    finish = done
  })
  const { app, ask } = await openLargeAnswers({ reservedBytes: answerBytes, slow })
  const many = Array.from({ length: 20 }, () => ask('/slow', 'bad'))
  const refused = Promise.race(many)
  expect((await refused).statusCode).toBe(429)
  expect((await ask('/small', 'good')).statusCode).toBe(200)
  finish()
  const codes = (await Promise.all(many)).map(({ statusCode }) => statusCode)
  expect(codes.filter((code) => code === 200)).toHaveLength(3)
  expect((await ask('/small', 'bad')).statusCode).toBe(200)
  await app.close()
})
