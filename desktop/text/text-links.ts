import { placeOfUrl } from './address-parse.ts'
import type { Inline } from './text-tree.ts'

type Link = Extract<Inline, { kind: 'link' }>

/** An address that stands in the text as it is. */
export function bareLink(text: string, url: string): Link {
  return labelledLink({ url, isBare: true, children: [{ kind: 'words', text }] })
}

/** Words that lead somewhere. Those who see nothing in them see the address. */
export function labelledLink({
  url,
  isBare,
  children,
  title,
}: {
  readonly url: string
  readonly isBare: boolean
  readonly children: readonly Inline[]
  readonly title?: string | number | null
}): Link {
  const place = placeOfUrl(url)
  return {
    kind: 'link',
    url,
    isBare,
    children,
    ...(place === undefined ? {} : { place }),
    ...(title === undefined || title === null || title === '' ? {} : { title: String(title) }),
  }
}
