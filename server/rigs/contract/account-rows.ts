import { codeIn } from '../mail-test-server.ts'
import { signInRawPerson } from '../raw-person.ts'
import { testPassword as password, until } from '../test-server.ts'
import type { ContractRows, ContractWorld } from './contract-world.ts'

const desktop = { 'natter-client': 'desktop' }

/** Accounts, sign-in and what is one's own; before anybody knows anybody. */
export const accountRows: ContractRows = {
  'GET /server': () => ({ foreign: 'open', status: 200 }),
  'GET /installers': () => ({ foreign: 'open', status: 200 }),
  'GET /installers/{file}': ({ installer }) => ({ foreign: 'open', at: { file: installer }, status: 200 }),
  'POST /auth/register': () => ({
    ...{ foreign: 'open', headers: desktop, status: 201 },
    body: { handle: 'nora', displayName: 'Nora Lind', password },
  }),
  'POST /auth/login': ({ keep }) => ({
    ...{ foreign: 'open', headers: desktop, status: 200 },
    body: { handle: 'nora', password, deviceName: 'Laptop' },
    learn: (answer) => keep('refresh token', answer.json().refreshToken),
  }),
  'POST /auth/refresh': ({ of, keep }) => ({
    ...{ foreign: 'open', status: 200 },
    body: { refreshToken: of('refresh token') },
    learn: (answer) => keep('refresh token', answer.json().refreshToken),
  }),
  'POST /auth/logout': ({ of }) => ({
    ...{ foreign: 'open', status: 204 },
    body: { refreshToken: of('refresh token') },
  }),
  'POST /auth/reset': () => ({ foreign: 'open', body: { handle: 'nora' }, status: 202 }),
  'GET /me': () => ({ by: 'ana', foreign: 'own', status: 200 }),
  'PATCH /me': () => ({
    ...{ by: 'ana', foreign: 'own', status: 200 },
    body: { displayName: 'Ana Weiss', bio: 'Tea and rain.', timeZone: 'Europe/Berlin', status: { text: 'reading' } },
  }),
  'PUT /me/email': () => ({
    ...{ by: 'ana', foreign: 'own', status: 202 },
    body: { email: 'ana@example.org', password },
  }),
  'POST /me/email/complete': async (world) => ({
    ...{ by: 'ana', status: 204 },
    // It is of whoever asked for it.
    foreign: ['eve', 410, 'reset-invalid'],
    body: { code: await codeOf(world, 'ana@example.org') },
  }),
  'PUT /me/avatar': ({ png }) => ({
    ...{ by: 'ana', foreign: 'own', body: png, headers: { 'content-type': 'image/png' }, status: 200 },
  }),
  'GET /me/settings': () => ({ by: 'ana', foreign: 'own', status: 200 }),
  'PUT /me/settings': () => ({
    ...{ by: 'ana', foreign: 'own', status: 200 },
    body: { version: 0, settings: { appearance: 'dark' } },
  }),
  'GET /me/devices': () => ({ by: 'ana', foreign: 'own', status: 200 }),
  'DELETE /me/devices/{device}': async ({ server }) => ({
    ...{ by: 'ana', foreign: ['eve', 404, 'device-unknown'], status: 204 },
    at: { device: (await signInRawPerson(server, 'ana')).user.device },
  }),
  'DELETE /me/devices': async ({ server }) => {
    await signInRawPerson(server, 'ana')
    return { by: 'ana', foreign: 'own', status: 204 }
  },
  'POST /me/password': () => ({
    ...{ by: 'cleo', foreign: 'own', status: 204 },
    body: { currentPassword: password, newPassword: 'another horse battery' },
  }),
  'POST /credentials': ({ people: { ana } }) => ({
    ...{ by: 'ana', foreign: ['eve', 403, 'proof-refused'], status: 200 },
    body: {
      publicKey: ana.identity.publicKey,
      proof: ana.identity.key.sign(Buffer.from(ana.accessToken)).toString('base64url'),
    },
  }),
  'GET /sync': () => ({ by: 'ana', foreign: 'own', status: 200 }),
  'GET /users': () => ({ by: 'ana', foreign: 'own', query: 'handle=ben', status: 200 }),
  'GET /server/privacy': () => ({ foreign: 'open', status: 200 }),
}

async function codeOf({ mail }: ContractWorld, address: string): Promise<string> {
  const found = () => mail.letters.find(({ to }) => to === address)
  await until(() => found() !== undefined)
  return codeIn(found())
}
