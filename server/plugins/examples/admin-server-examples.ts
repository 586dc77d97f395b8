// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const adminServerExamples = {
  'GET /admin/announcements': {
    answer: {
      announcements: [
        {
          id: 'ahyz38kb66395xik',
          text: 'The server is away tonight from ten to eleven.',
          at: 1788264060000,
          until: 4102444800000,
        },
      ],
    },
  },
  'GET /admin/invites': {
    answer: {
      invites: [
        {
          id: 'kRir_f1xLAREPV4YShQUTZrLK0aS9AHLwJcknVt0QX8',
          by: 'ds9imrfq9kwnl9en',
          createdAt: 1788264060000,
          expiresAt: 1788350460000,
          uses: 1,
          used: 0,
        },
      ],
      users: [{ id: 'ds9imrfq9kwnl9en', handle: 'ada', displayName: 'ADA' }],
    },
  },
  'GET /admin/rooms': {
    answer: {
      rooms: [
        {
          id: '7.e4gaffbk1mrzdu',
          kind: 'group',
          name: 'Tea',
          members: 3,
          owners: ['ofqadqjwxtwragjb'],
          createdAt: 1788264000000,
          visibility: 'public',
          archived: false,
          memberCap: null,
          retentionDays: null,
        },
      ],
    },
  },
  'GET /admin/rooms/{room}': {
    answer: {
      room: {
        id: '7.e4gaffbk1mrzdu',
        kind: 'group',
        name: 'Tea',
        members: 3,
        owners: ['ofqadqjwxtwragjb'],
        createdAt: 1788264000000,
        visibility: 'public',
        archived: false,
        memberCap: null,
        retentionDays: null,
      },
    },
  },
  'GET /admin/settings': {
    answer: {
      registration: 'open',
      contacts: 'request',
      memberInvites: false,
      memberCap: 100,
      fileBytes: 104857600,
      bots: 'admins',
      retentionDays: null,
      chosen: false,
    },
  },
  'GET /admin/stats': {
    answer: {
      at: 1788264000000,
      people: { total: 7, activeDay: 7, activeWeek: 7, suspended: 0 },
      rooms: { total: 2 },
      messages: {
        total: 3,
        days: [
          { day: '2026-10-28', messages: 0 },
          { day: '2026-10-29', messages: 0 },
        ],
      },
      storage: { archiveBytes: 319488, fileBytes: 16086, streamBytes: 6025 },
      shards: [
        { shard: 0, streamSeq: 0, archivedSeq: 0, behind: 0, streamFill: 0 },
        { shard: 1, streamSeq: 0, archivedSeq: 0, behind: 0, streamFill: 0 },
      ],
      claims: { revocations: 1, most: 8000, bytes: 95 },
      reports: { open: 0 },
    },
  },
  'GET /admin/tokens': {
    answer: {
      tokens: [
        {
          id: 'qxdomehx3jeozjoo',
          name: 'users:read',
          scopes: ['users:read'],
          by: { user: 'ds9imrfq9kwnl9en' },
          createdAt: 1788264000000,
          lastUsedAt: 1788264000000,
          live: true,
        },
        {
          id: 'v4dw2tlr38lnbqdw',
          name: 'users:write',
          scopes: ['users:write'],
          by: { user: 'ds9imrfq9kwnl9en' },
          createdAt: 1788264000000,
          lastUsedAt: 1788264000000,
          live: true,
        },
      ],
      users: [{ id: 'ds9imrfq9kwnl9en', handle: 'ada', displayName: 'ADA' }],
    },
  },
  'GET /installers': { answer: { installers: [{ name: 'Natter-1.0.0.AppImage', system: 'linux', sizeBytes: 10 }] } },
  'GET /server': {
    answer: {
      name: 'Natter',
      registration: 'open',
      contacts: 'request',
      mail: true,
      bots: 'admins',
      limits: { memberCap: 100, rooms: 1000, textCharacters: 100000, avatarBytes: 5242880, fileBytes: 104857600 },
      version: '0.0.0',
    },
  },
  'GET /server/privacy': {
    answer: {
      retentionDays: null,
      kept: [
        {
          what: 'messages',
          where: 'SQLite, in the data folder',
          until: 'their author, an admin of the room or this setting removes them',
        },
        {
          what: 'message-stream',
          where: 'NATS JetStream, in the data folder',
          forMs: 604800000,
          until: 'they are archived and a week old',
        },
      ],
    },
  },
  'PATCH /admin/rooms/{room}': {
    request: { memberCap: 50, retentionDays: 90 },
    answer: {
      room: {
        id: '7.e4gaffbk1mrzdu',
        kind: 'group',
        name: 'Tea',
        members: 3,
        owners: ['ofqadqjwxtwragjb'],
        createdAt: 1788264000000,
        visibility: 'public',
        archived: false,
        memberCap: 50,
        retentionDays: 90,
      },
    },
  },
  'PATCH /admin/settings': {
    request: { memberCap: 500 },
    answer: {
      registration: 'open',
      contacts: 'request',
      memberInvites: false,
      memberCap: 500,
      fileBytes: 104857600,
      bots: 'admins',
      retentionDays: null,
      chosen: true,
    },
  },
  'POST /admin/announcements': {
    request: { text: 'The server is away tonight from ten to eleven.', until: 4102444800000 },
    answer: {
      announcement: {
        id: 'ahyz38kb66395xik',
        text: 'The server is away tonight from ten to eleven.',
        at: 1788264060000,
        until: 4102444800000,
      },
    },
  },
  'POST /admin/invites': {
    request: { expiresInSec: 86400, uses: 1 },
    answer: {
      invite: {
        id: 'kRir_f1xLAREPV4YShQUTZrLK0aS9AHLwJcknVt0QX8',
        by: 'ds9imrfq9kwnl9en',
        expiresAt: 1788350460000,
        uses: 1,
        used: 0,
        code: 'xxxxxxxxxxxxxxxxxxxxxx',
        url: 'https://chat.example.org/invite/xxxxxxxxxxxxxxxxxxxxxx',
      },
    },
  },
  'POST /admin/tokens': {
    request: { name: 'Backups', scopes: ['stats', 'audit'], expiresInSec: 2592000 },
    answer: { token: 'nat_aaaaaaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', id: 'x5cc5j9047924des' },
  },
}
