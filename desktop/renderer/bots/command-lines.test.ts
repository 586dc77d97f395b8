import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curlLine, exampleLine } from './command-lines.ts'

const noShell = process.platform === 'win32'

test.skipIf(noShell)('a shell hands the words and the address on as they are (skipped on Windows)', () => {
  for (const words of ['build 42 is green', `it's "$(id)" \`id\` \\ & ; \n €`, '–"\'–']) {
    const url = 'https://chat.example/api/v1/hooks/abc'
    const line = curlLine(url, words).replace(/^curl/, `printf '%s\\0'`)
    const args = spawnSync('sh', ['-c', line], { encoding: 'utf8' }).stdout.split('\0').slice(0, -1)
    expect(args).toEqual(['-H', 'content-type: application/json', '-d', JSON.stringify({ text: words }), url])
  }
})

test('the example is started with the server and the file', () => {
  expect(exampleLine('https://chat.example', 'tea-bot.creds')).toBe(
    `NATTER_URL='https://chat.example' NATTER_CREDS='tea-bot.creds' node examples/node/echo-bot.mjs`,
  )
})
