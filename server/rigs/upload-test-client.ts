import type { LightMyRequestResponse } from 'fastify'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { type File, fileHeader } from '../../common/http-contract/file-contract.ts'
import type { FileId, RoomId } from '../../common/ids.ts'
import type { Call } from './test-server.ts'

/** For tests: uploads in one call or in parts, as the protocol has them and without any library. */
export type SentFile = { readonly name: string; readonly type?: string; readonly original?: boolean }

export const tus = { 'tus-resumable': '1.0.0' }

export function buildMetadata({ name, type, original }: SentFile): string {
  const encode = (text: string) => Buffer.from(text).toString('base64')
  return [
    `filename ${encode(name)}`,
    ...(type === undefined ? [] : [`type ${encode(type)}`]),
    ...(original === true ? [`original ${encode('1')}`] : []),
  ].join(',')
}

export function beginUpload(
  call: Call,
  token: string,
  room: RoomId,
  about: SentFile & { readonly bytes: number },
  body?: Buffer,
): Promise<LightMyRequestResponse> {
  return call({
    method: 'POST',
    path: apiPaths.roomFiles(room),
    token,
    headers: {
      ...tus,
      'upload-length': String(about.bytes),
      'upload-metadata': buildMetadata(about),
      ...(body === undefined ? {} : { 'content-type': 'application/offset+octet-stream' }),
    },
    ...(body === undefined ? {} : { body }),
  })
}

export function sendPart(
  call: Call,
  token: string,
  location: string,
  offset: number,
  body: Buffer,
): Promise<LightMyRequestResponse> {
  return call({
    method: 'PATCH',
    path: location,
    token,
    headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    body,
  })
}

/** All at once. Throws what was answered otherwise. */
export async function uploadFile(
  call: Call,
  token: string,
  room: RoomId,
  about: SentFile,
  bytes: Buffer,
): Promise<FileId> {
  const answer = await beginUpload(call, token, room, { ...about, bytes: bytes.length }, bytes)
  const file = answer.headers[fileHeader]
  if (answer.statusCode !== 201 || typeof file !== 'string') throw new Error(`${answer.statusCode} ${answer.body}`)
  return file as FileId
}

/** As it stands in a message. */
export function buildAttachment({ id: file, name, mediaType, sizeBytes, width, height, thumbhash }: File) {
  return {
    ...{ file, name, mediaType, sizeBytes },
    ...(width === undefined ? {} : { width, height }),
    ...(thumbhash === undefined ? {} : { thumbhash }),
  }
}
