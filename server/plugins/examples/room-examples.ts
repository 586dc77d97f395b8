// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const roomExamples = {
  'GET /invites/{code}': {
    answer: {
      room: { name: 'Tea', topic: 'Leaves, water and time', members: 2, history: 'all' },
      by: { id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' },
      expiresAt: 1788350400000,
    },
  },
  'GET /rooms': {
    answer: {
      rooms: [
        {
          id: '6.0bbgi3haelkz58',
          kind: 'group',
          name: 'Tea',
          topic: 'Leaves and water',
          members: [
            { user: 'tdwg58uextayfwmf', role: 'owner' },
            { user: 'tbdjni89tzp08ig7', role: 'member' },
          ],
          createdAt: 1788264000000,
          version: 1,
          visibility: 'private',
          history: 'all',
          posting: 'members',
          slowModeSec: 0,
          archived: false,
        },
        {
          id: '7.3hsdz0j10ioao2',
          kind: 'direct',
          name: '',
          topic: '',
          members: [
            { user: 'tbdjni89tzp08ig7', role: 'member' },
            { user: 'tdwg58uextayfwmf', role: 'member' },
          ],
          createdAt: 1788264000000,
          version: 1,
          visibility: 'private',
          history: 'all',
          posting: 'members',
          slowModeSec: 0,
          archived: false,
        },
      ],
      users: [
        { id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'tbdjni89tzp08ig7', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'GET /rooms/public': {
    answer: { rooms: [{ id: '6.0bbgi3haelkz58', name: 'Tea', topic: 'Leaves, water and time', members: 2 }] },
  },
  'GET /rooms/{room}': {
    answer: {
      room: {
        id: '6.0bbgi3haelkz58',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves and water',
        members: [
          { user: 'tdwg58uextayfwmf', role: 'owner' },
          { user: 'tbdjni89tzp08ig7', role: 'member' },
        ],
        createdAt: 1788264000000,
        version: 1,
        visibility: 'private',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
      },
      users: [
        { id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'tbdjni89tzp08ig7', handle: 'ben', displayName: 'BEN' },
      ],
      counts: { files: 0, links: 0, pins: 0 },
    },
  },
  'GET /rooms/{room}/bans': {
    answer: {
      bans: [
        { user: 'id9kv9okf1i04c1i', by: 'tdwg58uextayfwmf', at: 1788264000000, reason: 'Sold kettles in every thread' },
      ],
      users: [
        { id: 'id9kv9okf1i04c1i', handle: 'cleo', displayName: 'CLEO' },
        { id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' },
      ],
    },
  },
  'GET /rooms/{room}/export/size': { answer: { files: 0, bytes: 0 } },
  'GET /rooms/{room}/invites': {
    answer: {
      invites: [
        {
          id: 'xLjwKUpXCQgoSUAzs71rBWzXIGqytkNYlfxWbRrQ380',
          by: 'tdwg58uextayfwmf',
          createdAt: 1788264000000,
          expiresAt: 1788350400000,
          uses: 5,
          used: 0,
        },
      ],
      users: [{ id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' }],
    },
  },
  'GET /rooms/{room}/messages': {
    answer: {
      messages: [
        {
          id: '01m8cpcnc7nsgyqqyceqacd1dn',
          room: '6.0bbgi3haelkz58',
          seq: 12,
          version: 12,
          author: 'tbdjni89tzp08ig7',
          at: 1788264000000,
          text: 'The kettle is on.',
          format: 'plain',
          mentions: [],
          attachments: [],
          reactions: {},
        },
        {
          id: '01m8cpcncdvna36aw8aye9dj0c',
          room: '6.0bbgi3haelkz58',
          seq: 13,
          version: 13,
          author: 'tbdjni89tzp08ig7',
          at: 1788264000000,
          text: 'Who wants a cup?',
          format: 'plain',
          mentions: [],
          attachments: [],
          reactions: {},
        },
      ],
      notices: [
        {
          seq: 1,
          at: 1788264000000,
          event: {
            v: 1,
            id: '01m8cpcdwzhss80esr5a1tv9dh',
            at: 1788264000000,
            kind: 'room.created',
            by: 'tdwg58uextayfwmf',
            roomKind: 'group',
            name: 'Tea',
            topic: 'Leaves and water',
            members: [
              { user: 'tdwg58uextayfwmf', role: 'owner' },
              { user: 'tbdjni89tzp08ig7', role: 'member' },
            ],
          },
        },
        {
          seq: 2,
          at: 1788264000000,
          event: {
            v: 1,
            id: '01m8cpcep0bjjwxzqr5w4qpx88',
            at: 1788264000000,
            kind: 'room.changed',
            by: 'tdwg58uextayfwmf',
            topic: 'Leaves, water and time',
            visibility: 'public',
          },
        },
      ],
      head: 13,
      complete: true,
      archivedTo: 13,
      epoch: 0,
      forkSeq: 0,
      checkpoint: {
        seq: 13,
        members: [
          { user: 'tdwg58uextayfwmf', role: 'owner' },
          { user: 'tbdjni89tzp08ig7', role: 'member' },
        ],
      },
      hasMoreBefore: false,
      hasMoreAfter: false,
    },
  },
  'GET /rooms/{room}/messages/{message}': {
    answer: {
      message: {
        id: '01m8cpcnc7nsgyqqyceqacd1dn',
        room: '6.0bbgi3haelkz58',
        seq: 12,
        version: 12,
        author: 'tbdjni89tzp08ig7',
        at: 1788264000000,
        text: 'The kettle is on.',
        format: 'plain',
        mentions: [],
        attachments: [],
        reactions: {},
      },
    },
  },
  'GET /rooms/{room}/messages/{message}/versions': {
    answer: { versions: [{ seq: 12, at: 1788264000000, text: 'The kettle is on.' }] },
  },
  'GET /rooms/{room}/pins': { answer: { messages: [], hasMoreBefore: false } },
  'GET /rooms/{room}/reach': {
    answer: {
      users: [
        {
          user: 'tdwg58uextayfwmf',
          reach: 'room',
          via: 'made',
          by: 'tdwg58uextayfwmf',
          at: 1788264000000,
          devices: [],
        },
        {
          user: 'tbdjni89tzp08ig7',
          reach: 'room',
          via: 'made',
          by: 'tdwg58uextayfwmf',
          at: 1788264000000,
          devices: [],
        },
      ],
      services: [
        { name: 'archive', why: 'Keeps what is said, so that it can be read later.' },
        { name: 'presence', why: 'Says in the room who is here. It reads no messages.' },
      ],
      people: [
        { id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'tbdjni89tzp08ig7', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'GET /rooms/{room}/threads/{message}': {
    answer: {
      messages: [],
      notices: [],
      head: 13,
      complete: true,
      archivedTo: 13,
      epoch: 0,
      forkSeq: 0,
      checkpoint: {
        seq: 13,
        members: [
          { user: 'tdwg58uextayfwmf', role: 'owner' },
          { user: 'tbdjni89tzp08ig7', role: 'member' },
        ],
      },
      hasMoreBefore: false,
      hasMoreAfter: false,
    },
  },
  'PATCH /rooms/{room}': {
    request: { topic: 'Leaves, water and time', visibility: 'public' },
    answer: {
      room: {
        id: '6.0bbgi3haelkz58',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves, water and time',
        members: [
          { user: 'tdwg58uextayfwmf', role: 'owner' },
          { user: 'tbdjni89tzp08ig7', role: 'member' },
        ],
        createdAt: 1788264000000,
        version: 2,
        visibility: 'public',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
      },
      users: [
        { id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'tbdjni89tzp08ig7', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /invites/{code}/join': {
    answer: {
      room: {
        id: '6.0bbgi3haelkz58',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves, water and time',
        members: [
          { user: 'tdwg58uextayfwmf', role: 'owner' },
          { user: 'tbdjni89tzp08ig7', role: 'member' },
        ],
        createdAt: 1788264000000,
        version: 11,
        visibility: 'public',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
        avatar: 'MqCNRSTSaWDOCUjo',
      },
      users: [
        { id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'tbdjni89tzp08ig7', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /rooms': {
    request: { name: 'Tea', members: ['tbdjni89tzp08ig7'], topic: 'Leaves and water' },
    answer: {
      room: {
        id: '6.0bbgi3haelkz58',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves and water',
        members: [
          { user: 'tdwg58uextayfwmf', role: 'owner' },
          { user: 'tbdjni89tzp08ig7', role: 'member' },
        ],
        createdAt: 1788264000000,
        version: 1,
        visibility: 'private',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
      },
      users: [
        { id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'tbdjni89tzp08ig7', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /rooms/{room}/forwards': {
    request: {
      id: '01m8cpcncdvna36aw8aye9dj0c',
      from: { room: '6.0bbgi3haelkz58', message: '01m8cpcnc7nsgyqqyceqacd1dn' },
      text: 'The kettle is on.',
      format: 'plain',
    },
    answer: {
      forwarded: {
        room: '6.0bbgi3haelkz58',
        message: '01m8cpcnc7nsgyqqyceqacd1dn',
        author: 'tbdjni89tzp08ig7',
        seal: 'I0atQWvNoiaWjJgILjlPKhlwlra95oSs',
      },
    },
  },
  'POST /rooms/{room}/invites': {
    request: { expiresInSec: 86400, uses: 5 },
    answer: {
      invite: {
        id: 'xLjwKUpXCQgoSUAzs71rBWzXIGqytkNYlfxWbRrQ380',
        by: 'tdwg58uextayfwmf',
        expiresAt: 1788350400000,
        uses: 5,
        used: 0,
        code: 'xxxxxxxxxxxxxxxxxxxxxx',
        url: 'https://chat.example.org/invite/xxxxxxxxxxxxxxxxxxxxxx',
      },
    },
  },
  'POST /rooms/{room}/join': {
    answer: {
      room: {
        id: '6.0bbgi3haelkz58',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves, water and time',
        members: [
          { user: 'tdwg58uextayfwmf', role: 'owner' },
          { user: 'tbdjni89tzp08ig7', role: 'member' },
        ],
        createdAt: 1788264000000,
        version: 3,
        visibility: 'public',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
      },
      users: [
        { id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'tbdjni89tzp08ig7', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /rooms/{room}/owner': { request: { user: 'tbdjni89tzp08ig7' } },
  'PUT /rooms/{room}/avatar': { answer: { avatar: 'MqCNRSTSaWDOCUjo' } },
  'PUT /rooms/{room}/bans/{user}': { request: { reason: 'Sold kettles in every thread' } },
  'PUT /rooms/{room}/members/{user}': { request: { role: 'admin' } },
  'PUT /rooms/{room}/read': { request: { seq: 2 } },
}
