import type { DeviceId, RoomId, UserId } from '../ids.ts'

/** Every path of the control plane, spelled here and nowhere else. The server registers the patterns, the client calls the functions. */
export const apiBase = '/api/v1'

export const apiPatterns = {
  register: '/auth/register',
  login: '/auth/login',
  refresh: '/auth/refresh',
  logout: '/auth/logout',
  me: '/me',
  password: '/me/password',
  devices: '/me/devices',
  device: '/me/devices/:device',
  credentials: '/credentials',
  sync: '/sync',
  users: '/users',
  user: '/users/:user',
  rooms: '/rooms',
  room: '/rooms/:room',
  member: '/rooms/:room/members/:user',
  messages: '/rooms/:room/messages',
  serverInfo: '/server',
} as const

export const apiPaths = {
  register: `${apiBase}/auth/register`,
  login: `${apiBase}/auth/login`,
  refresh: `${apiBase}/auth/refresh`,
  logout: `${apiBase}/auth/logout`,
  me: `${apiBase}/me`,
  password: `${apiBase}/me/password`,
  devices: `${apiBase}/me/devices`,
  device: (device: DeviceId) => `${apiBase}/me/devices/${device}`,
  credentials: `${apiBase}/credentials`,
  sync: `${apiBase}/sync`,
  users: (handle: string) => `${apiBase}/users?handle=${encodeURIComponent(handle)}`,
  user: (user: UserId) => `${apiBase}/users/${user}`,
  rooms: `${apiBase}/rooms`,
  room: (room: RoomId) => `${apiBase}/rooms/${room}`,
  member: (room: RoomId, user: UserId) => `${apiBase}/rooms/${room}/members/${user}`,
  messages: (room: RoomId) => `${apiBase}/rooms/${room}/messages`,
  serverInfo: `${apiBase}/server`,
} as const
