// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates, as the files that are judged hold them
import { expect, test } from 'vitest'
import type { RepoTree } from './repo-tree.ts'
import { checkWords } from './words-check.ts'

const words = JSON.stringify({ 'rooms.new': 'New room', 'error.busy': 'Busy.', 'error.gone': 'Gone.' })
const says = "const say = useWords(); say('rooms.new'); say(`error.${code}`)"

function check(text: string, file = 'desktop/renderer/rooms/X.tsx'): string[] {
  const files: Readonly<Record<string, string>> = {
    'desktop/words/en.json': words,
    'desktop/renderer/said.ts': says,
    [file]: text,
  }
  const tree: RepoTree = { paths: Object.keys(files), read: (path) => files[path] ?? '' }
  return checkWords(tree).map(({ found }) => found)
}

test.each([
  ['words between tags', 'const x = <p>New room</p>', '"New room"'],
  ['one word between tags', 'const x = <p>Remove</p>', '"Remove"'],
  ['small words beside a value', 'const x = <p>{name} is typing</p>', '"is typing"'],
  ['a choice of words', "const x = <p>{busy ? 'Saving' : say('rooms.new')}</p>", '"Saving"'],
  ['words after a condition', "const x = <p>{busy && 'saving'}</p>", '"saving"'],
  ['words glued to a value', 'const x = <p>{`${name} joined`}</p>', '"joined"'],
  ['a label', 'const x = <button aria-label="Close" />', '"Close"'],
  ['a label put together', 'const x = <Field label={`Message ${title}`} />', '"Message"'],
  ['a sentence on its own', "const words = 'No room is called that'", '"No room is called that"'],
  ['a sentence of one word', "setNote('Saved.')", '"Saved."'],
  ['a sentence put together', 'const words = `Too long by ${over}.`', '"Too long by ….'],
  ['a key that is not there', "say('rooms.old')", 'no key "rooms.old"'],
  ['a key of rich words that is not there', "richWords(say, 'rooms.old')", 'no key "rooms.old"'],
])('%s is caught', (_title, text, found) => {
  expect(check(text)).toHaveLength(1)
  expect(check(text)[0]).toContain(found.replace(/"$/, ''))
})

test.each([
  ['a key', "const x = <p title={say('rooms.new')}>{say('rooms.new')}</p>"],
  ['a key in a table', "const x = <Row title={isNew ? 'rooms.new' : 'error.busy'} />"],
  ['signs', "const x = <p>@{handle} · {' '} ({count}) ↑</p>"],
  [
    'names of classes and keys',
    "const x = <p className='stack hint' data-kind='two words' />; f('ArrowDown', 'Mod K')",
  ],
  ['what goes to the log', "throw new Error('No root is here.')"],
  ['the name of the house', 'const x = <b>natter</b>'],
  ['styles', 'const style = { transform: `translateY(${y}px)`, grid: "repeat(3, 1fr)" }'],
])('%s passes', (_title, text) => {
  expect(check(text)).toEqual([])
})

test('a key that nobody says is caught, in tests too', () => {
  expect(check("say('rooms.new')", 'desktop/renderer/said.ts')).toEqual(['"error.busy" is not', '"error.gone" is not'])
  expect(check("say('rooms.new')", 'desktop/renderer/said.test.ts')).toEqual([])
})
