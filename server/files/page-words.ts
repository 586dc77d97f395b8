import { Parser } from 'htmlparser2'
import { turningMarks } from '../../common/turning-marks.ts'

/** What a page says of itself, for whoever has not been there. */
export type PageWords = { readonly title?: string; readonly text?: string; readonly image?: string }

const [titleCharacters, textCharacters] = [300, 1_000]
/** The first that is there counts. */
const titleNames = ['og:title', 'twitter:title', 'title']
const textNames = ['og:description', 'twitter:description', 'description']
const imageNames = ['og:image', 'og:image:url', 'twitter:image']

export function readPage(bytes: Buffer, type: string): PageWords {
  const said = new Map<string, string>()
  const say = (name: string, words: string) => {
    if (!said.has(name) && words.trim() !== '') said.set(name, words)
  }
  let title: string | undefined
  const parser = new Parser({
    onopentag: (tag, { name, property, content = '' }) => {
      if (tag === 'meta') say((property ?? name ?? '').toLowerCase(), content)
      // A drawing inside of a page has titles of its own.
      if (tag === 'title' && !said.has('title')) title = ''
    },
    ontext: (words) => {
      if (title !== undefined && title.length < 10_000) title += words
    },
    onclosetag: (tag) => {
      if (tag !== 'title' || title === undefined) return
      say('title', title)
      title = undefined
    },
  })
  parser.end(decode(bytes, type))
  const first = (names: readonly string[]) => names.map((name) => said.get(name)).find((words) => words !== undefined)
  const [named, about, image] = [first(titleNames), first(textNames), first(imageNames)]
  return {
    ...words('title', named, titleCharacters),
    ...words('text', about, textCharacters),
    ...(image === undefined ? {} : { image }),
  }
}

function words<Name extends string>(name: Name, given: string | undefined, most: number): { [N in Name]?: string } {
  const seen = (given ?? '')
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .replace(turningMarks, '')
    .replace(/\p{Cc}/gu, '')
    .trim()
  const cut = Array.from(seen).slice(0, most).join('')
  return (cut === '' ? {} : { [name]: cut }) as { [N in Name]?: string }
}

/** As its head says, or the page itself in its first letters. */
function decode(bytes: Buffer, type: string): string {
  const charset =
    /charset="?([\w-]+)/i.exec(type)?.[1] ??
    /<meta[^>]+charset=["']?([\w-]+)/i.exec(bytes.toString('latin1', 0, 2_048))?.[1]
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}
