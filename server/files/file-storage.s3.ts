import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { AwsClient } from 'aws4fetch'
import type { S3Settings } from '../files-settings.ts'
import { type ByteRange, checkKey, type FileStorage, FileStorageError } from './file-storage.ts'

/** What is asked for at a time; S3 takes none below five but the last. */
const partBytes = 8 * 2 ** 20
const tries = 4
const withinMs = 60_000

/** S3 and what speaks it. An object appears whole or not at all, and is durable when the answer comes: just what is promised here. */
export function buildS3Storage(settings: S3Settings): FileStorage {
  const { bucket, prefix, region, endpoint } = settings
  const { accessKeyId, secretAccessKey, sessionToken } = settings
  const client = new AwsClient({
    ...{ accessKeyId, secretAccessKey, region },
    ...(sessionToken === undefined ? {} : { sessionToken }),
    service: 's3',
    retries: tries,
  })
  const base =
    endpoint === undefined
      ? `https://${bucket}.s3.${region}.amazonaws.com`
      : `${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(bucket)}`
  const urlOf = (key: string) => `${base}/${prefix}${checkKey(key)}`

  /** Answers whatever it is; the names of what S3 minds are its own, and say nothing of a file. */
  async function ask(method: string, url: string, body?: Uint8Array | string, headers = {}): Promise<Response> {
    try {
      return await client.fetch(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body: body as never }),
        ...(method === 'GET' ? {} : { signal: AbortSignal.timeout(withinMs) }),
      })
    } catch (fault) {
      throw new FileStorageError('the storage of files does not answer', { cause: fault })
    }
  }
  async function mustDo(method: string, url: string, body?: Uint8Array | string): Promise<Response> {
    const answer = await ask(method, url, body)
    if (answer.ok) return answer
    const text = await answer.text()
    throw new FileStorageError(`the storage of files said ${answer.status} ${textIn(text, 'Code') ?? ''}`)
  }
  const put = async (key: string, bytes: Uint8Array) =>
    void (await (await mustDo('PUT', urlOf(key), bytes)).arrayBuffer())

  async function putParts(key: string, first: Uint8Array, rest: AsyncIterator<Uint8Array>): Promise<void> {
    const begun = await (await mustDo('POST', `${urlOf(key)}?uploads=`, '')).text()
    const id = textIn(begun, 'UploadId')
    if (id === undefined) throw new FileStorageError('the storage of files began no upload')
    const query = `uploadId=${encodeURIComponent(id)}`
    try {
      const tags: string[] = []
      for (let next: IteratorResult<Uint8Array> = { value: first, done: false }; next.done !== true; ) {
        const answer = await mustDo('PUT', `${urlOf(key)}?partNumber=${tags.length + 1}&${query}`, next.value)
        await answer.arrayBuffer()
        tags.push(answer.headers.get('etag') ?? '')
        next = await rest.next()
      }
      const parts = tags.map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`)
      const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`
      const done = await (await mustDo('POST', `${urlOf(key)}?${query}`, body)).text()
      // Said with 200, once it has begun to answer.
      if (/<Error>/.test(done)) throw new FileStorageError(`the storage of files said ${textIn(done, 'Code') ?? ''}`)
    } catch (fault) {
      await ask('DELETE', `${urlOf(key)}?${query}`).catch(() => undefined)
      throw fault
    }
  }

  const remove = async (keys: readonly string[]) => {
    for (const key of keys) {
      const answer = await ask('DELETE', urlOf(key))
      await answer.arrayBuffer()
      if (!answer.ok && answer.status !== 404) {
        throw new FileStorageError(`the storage of files said ${answer.status}`)
      }
    }
  }
  const removeUnder: FileStorage['removeUnder'] = async (upload) => {
    const under = `${prefix}${checkKey(upload)}/`
    for (;;) {
      const query = `list-type=2&prefix=${encodeURIComponent(under)}`
      const page = await (await mustDo('GET', `${base}?${query}`)).text()
      const keys = [...page.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key.slice(prefix.length))
      if (keys.length === 0) return
      await remove(keys)
    }
  }
  const write: FileStorage['write'] = async (key, bytes) => {
    const parts = inParts(bytes)[Symbol.asyncIterator]()
    const first = await parts.next()
    const whole = first.done === true ? new Uint8Array() : first.value
    if (whole.byteLength < partBytes) return put(key, whole)
    await putParts(key, whole, parts)
  }
  const read: FileStorage['read'] = async (key, range) => {
    if (range !== undefined && range.from > range.to) return Readable.from([])
    const headers = range === undefined ? {} : { range: `bytes=${range.from}-${range.to}` }
    const answer = await ask('GET', urlOf(key), undefined, headers)
    if (answer.status === 404) return void (await answer.arrayBuffer())
    if (answer.status === 416) return Readable.from([])
    if (!answer.ok) throw new FileStorageError(`the storage of files said ${answer.status}`)
    if (answer.body === null) return Readable.from([])
    const body = Readable.fromWeb(answer.body as never)
    if (range === undefined) return body
    // Whoever speaks S3 need not know ranges, or all of them: then more comes, or all of it.
    const { from, to } = range
    return Readable.from(cutOut(body, answer.status === 206 ? { from: 0, to: to - from } : range))
  }
  const copy: FileStorage['copy'] = async (from, to) => {
    const source = `/${encodeURIComponent(bucket)}/${prefix}${checkKey(from)}`
    const answer = await ask('PUT', urlOf(to), undefined, { 'x-amz-copy-source': source })
    const said = await answer.text()
    const code = textIn(said, 'Code')
    if (answer.status === 404 && code !== 'NoSuchBucket') return false
    // Said with 200, once it has begun to answer.
    if (answer.ok && !/<Error>/.test(said)) return true
    // More than five gigabytes are not copied at once, and not all that speak S3 copy at all.
    if (code !== 'InvalidRequest' && code !== 'NotImplemented') {
      throw new FileStorageError(`the storage of files said ${answer.status} ${code ?? ''}`)
    }
    const bytes = await read(from)
    if (bytes === undefined) return false
    await write(to, bytes)
    return true
  }
  return {
    kind: 's3',
    write,
    read,
    copy,
    remove,
    removeUnder,
    probe: async () => {
      const key = `probe/${randomBytes(8).toString('hex')}`
      await write(key, Readable.from([Buffer.from('natter')]))
      await remove([key])
    },
  }
}

/** The same bytes in parts of one size, but the last. */
async function* inParts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let length = 0
  for await (let chunk of bytes) {
    while (length + chunk.byteLength >= partBytes) {
      const take = partBytes - length
      yield Buffer.concat([...held, chunk.subarray(0, take)])
      chunk = chunk.subarray(take)
      held = []
      length = 0
    }
    held.push(chunk)
    length += chunk.byteLength
  }
  if (length > 0) yield Buffer.concat(held)
}

async function* cutOut(bytes: AsyncIterable<Uint8Array>, { from, to }: ByteRange): AsyncGenerator<Uint8Array> {
  let at = 0
  for await (const chunk of bytes) {
    const part = chunk.subarray(Math.max(0, from - at), Math.max(0, to + 1 - at))
    if (part.byteLength > 0) yield part
    at += chunk.byteLength
    if (at > to) return
  }
}

/** Of the few answers that are read: a name that stands once, with plain text in it. */
function textIn(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return text?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
