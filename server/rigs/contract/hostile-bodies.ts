/** For tests: bodies that no call takes. `headers` replace those of the call. */
export type HostileBody = {
  readonly what: string
  readonly body: string | Buffer
  readonly headers: Readonly<Record<string, string>>
}

const json = { 'content-type': 'application/json' }
const asJson = (what: string, value: unknown): HostileBody => ({ what, body: JSON.stringify(value), headers: json })

/** Whatever the call is: none of these gets as far as its schema. */
const unreadable: readonly HostileBody[] = [
  { what: 'JSON that is cut off', body: '{"handle": ', headers: json },
  { what: 'JSON and more behind it', body: '{}{}', headers: json },
  { what: 'a prototype', body: '{"__proto__": {"admin": true}}', headers: json },
  { what: 'a constructor', body: '{"constructor": {"prototype": {"admin": true}}}', headers: json },
  { what: 'null', body: 'null', headers: json },
  { what: 'JSON with a remark', body: '{} // yes', headers: json },
  { what: 'a number that is none', body: '{"seq": NaN}', headers: json },
  { what: 'UTF-16', body: Buffer.from('{"name":"x"}', 'utf16le'), headers: json },
  { what: 'bytes that are no text', body: Buffer.from([0xff, 0xfe, 0x00, 0x80]), headers: json },
  {
    what: 'zipped JSON',
    body: Buffer.from('1f8b0800000000000003', 'hex'),
    headers: { ...json, 'content-encoding': 'gzip' },
  },
  { what: 'a form', body: 'handle=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  {
    what: 'a form of parts',
    body: '--a\r\n\r\nx\r\n--a--',
    headers: { 'content-type': 'multipart/form-data; boundary=a' },
  },
  {
    what: 'XML',
    body: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    headers: { 'content-type': 'text/xml' },
  },
  { what: 'plain text', body: '{}', headers: { 'content-type': 'text/plain' } },
]

/** Against a call that takes an object with these fields; `right`: one that it takes. */
export function buildHostileBodies(right: unknown, { isLoose }: { readonly isLoose: boolean }): readonly HostileBody[] {
  if (right === undefined) return unreadable
  const fields = Object.keys(right as object)
  const [first = 'name'] = fields
  const but = (value: unknown) => ({ ...(right as object), [first]: value })
  return [
    // A form is what webhooks take, too.
    ...unreadable.filter(({ what }) => !(isLoose && what === 'a form')),
    { what: 'a list', body: '[]', headers: json },
    { what: 'a text', body: '"text"', headers: json },
    { what: 'a number', body: '1', headers: json },
    asJson(`${first}: an object`, but({ $ne: null })),
    asJson(`${first}: a list in a list`, but([[]])),
    ...(isLoose ? [] : [asJson('all that is right, and a field more', { ...(right as object), isAdmin: true })]),
    asJson(`${first}: a list of nothing`, but([null])),
    { what: 'deep', body: `{"${first}": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`, headers: json },
  ]
}

export const hostilePictures: readonly HostileBody[] = [
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('no picture')],
  ['the head of one', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
].map(([what, body]) => ({ what: String(what), body: body as Buffer, headers: { 'content-type': 'image/png' } }))
