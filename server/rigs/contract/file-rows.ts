import sharp from 'sharp'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import { fileHeader } from '../../../common/http-contract/file-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import { beginUpload, buildMetadata, tus, uploadFile } from '../upload-test-client.ts'
import type { ContractRows, ContractWorld } from './contract-world.ts'

const unknown = ['eve', 404, 'file-unknown'] as const
const partType = 'application/offset+octet-stream'

/** What is sent into the room of `roomRows`. */
export const fileRows: ContractRows = {
  'OPTIONS /rooms/{room}/files': ({ of }) => ({
    ...{ by: 'ben', foreign: 'anybody', headers: tus, at: { room: of('room') }, status: 204 },
  }),
  'POST /rooms/{room}/files': ({ of, keep, png }) => ({
    ...{ by: 'ben', foreign: ['eve', 404, 'room-unknown'], at: { room: of('room') }, status: 201 },
    headers: { ...tus, 'upload-length': String(png.length), 'upload-metadata': buildMetadata({ name: 'leaf.png' }) },
    learn: ({ headers }) => keep('upload', String(headers.get('location')).split('/').at(-1)),
  }),
  'PATCH /rooms/{room}/files/{upload}': ({ of, keep, png }) => ({
    ...{ by: 'ben', foreign: unknown, at: { room: of('room'), upload: of('upload') }, body: png, status: 204 },
    headers: { ...tus, 'upload-offset': '0', 'content-type': partType },
    learn: ({ headers }) => keep('file', headers.get(fileHeader)),
  }),
  'DELETE /rooms/{room}/files/{upload}': async (world) => ({
    ...{ by: 'ben', foreign: unknown, headers: tus, status: 204 },
    at: { room: world.of('room'), upload: await begun(world) },
  }),
  'GET /files/{file}': ({ of }) => ({ by: 'ben', foreign: unknown, at: { file: of('file') }, status: 200 }),
  'GET /files/{file}/info': ({ of }) => ({ by: 'ben', foreign: unknown, at: { file: of('file') }, status: 200 }),
  'GET /files/{file}/preview': async ({ server, people, of }) => {
    const wide = await sharp({ create: { width: 1_200, height: 900, channels: 3, background: 'olive' } })
      .png()
      .toBuffer()
    const room = of('room') as RoomId
    const sent = await uploadFile(server.call, people.ben.accessToken, room, { name: 'wide.png' }, wide)
    return { by: 'ben', foreign: unknown, at: { file: sent }, status: 200 }
  },
  'POST /rooms/{room}/files/copies': ({ of }) => ({
    ...{ by: 'ben', foreign: ['eve', 404, 'room-unknown'], at: { room: of('room') }, status: 201 },
    body: { file: of('file'), message: of('first') },
  }),
  'POST /rooms/{room}/forwards': ({ of }) => ({
    ...{ by: 'ben', foreign: ['eve', 404, 'room-unknown'], at: { room: of('room') }, status: 200 },
    body: {
      ...{ id: of('second'), from: { room: of('room'), message: of('first') } },
      ...{ text: 'The kettle is on.', format: 'plain' },
    },
  }),
  'POST /previews': ({ of }) => ({
    ...{ by: 'ben', foreign: ['eve', 404, 'room-unknown'], status: 200 },
    body: { room: of('room'), url: 'http://tea.example/' },
  }),
  'GET /rooms/{room}/export': ({ of }) => ({
    ...{
      by: 'ben',
      foreign: ['eve', 404, 'room-unknown'],
      at: { room: of('room') },
      query: 'format=html',
      status: 200,
    },
  }),
  'GET /rooms/{room}/export/size': ({ of }) => ({
    ...{ by: 'ben', foreign: ['eve', 404, 'room-unknown'], at: { room: of('room') }, status: 200 },
  }),
  'GET /me/export': () => ({ by: 'ben', foreign: 'own', status: 200 }),
}

async function begun({ server, people, of }: ContractWorld): Promise<string> {
  const room = of('room') as RoomId
  const answer = await beginUpload(server.call, people.ben.accessToken, room, { name: 'given up', bytes: 9 })
  const { location } = answer.headers
  if (typeof location !== 'string') throw new Error(`${answer.statusCode} of ${apiPaths.roomFiles(room)}`)
  return location.split('/').at(-1) ?? ''
}
