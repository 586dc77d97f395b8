import { expect, test } from 'vitest'
import { readHookText } from './slack-text.ts'

test.each([
  ['a text as it is', { text: ' *build* 42 is green ' }, '*build* 42 is green'],
  [
    'links and entities',
    { text: 'see <https://a.example/x|the log> &amp; <https://b.example>' },
    'see [the log](https://a.example/x) & https://b.example',
  ],
  ['no call to anybody', { text: '<!channel> down &lt;again&gt;' }, 'channel down <again>'],
  [
    'a label that would break a link',
    { text: '<https://a.example|a](javascript:b)>' },
    'a](javascript:b) https://a.example',
  ],
  [
    'blocks before the text',
    {
      text: 'fallback',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'Deploy' } },
        { type: 'section', text: { type: 'mrkdwn', text: 'done' }, fields: [{ text: 'by' }, { text: 'ana' }] },
        { type: 'divider' },
        { type: 'context', elements: [{ type: 'image' }, { type: 'mrkdwn', text: 'now' }] },
      ],
    },
    '**Deploy**\n\ndone\n\nby\n\nana\n\n---\n\nnow',
  ],
  ['the text where blocks say nothing', { text: 'said', blocks: [{ type: 'image' }, 5, null] }, 'said'],
  [
    'rich text',
    {
      blocks: [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: 'go to ' },
                { type: 'link', url: 'https://a.example' },
              ],
            },
          ],
        },
      ],
    },
    'go to https://a.example',
  ],
  ['attachments', { text: 'hi', attachments: [{ title: 'T', text: 'x' }, { fallback: 'f' }] }, 'hi\n\n**T**\nx\n\nf'],
  ['nothing', {}, ''],
  ['nothing of what is none', { blocks: [{ type: 'section', text: { text: 5 } }], attachments: [[], 'x'] }, ''],
])('a payload says %s', (_, body, text) => {
  expect(readHookText(body)).toBe(text)
})

test('what is nested without end ends', () => {
  let element: object = { type: 'text', text: 'deep' }
  for (let depth = 0; depth < 1_000; depth++) element = { type: 'rich_text_section', elements: [element] }
  expect(readHookText({ blocks: [{ type: 'rich_text', elements: [element] }] })).not.toContain('deep')
})
