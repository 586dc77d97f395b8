import { expect, test } from 'vitest'
import { argumentsOf, tables } from './words-testbed.ts'

const lineWidth = 120

/** As the formatter of this house would write it. */
function lineOf(key: string, values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(([name, kind]) => `${name}: ${kind}`)
  const line = `  '${key}': { ${pairs.join('; ')} }`
  return line.length <= lineWidth ? line : [`  '${key}': {`, ...pairs.map((pair) => `    ${pair}`), '  }'].join('\n')
}

test('what each message takes is known to the compiler (`npm run words` writes it anew)', async () => {
  const lines = Object.entries(tables.en ?? {}).flatMap(([key, message]) => {
    const values = argumentsOf(message, 'en')
    return Object.keys(values).length === 0 ? [] : [lineOf(key, values)]
  })
  const file = [
    '// Written by `npm run words` from en.json: the messages that take values, and what each of them is.',
    "import type { Tag, Text } from './message-values.ts'",
    '',
    'export interface WordArguments {',
    ...lines,
    '}',
    '',
  ].join('\n')
  await expect(file).toMatchFileSnapshot('./word-arguments.ts')
})
