// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const roomExamples = {
  'GET /invites/{code}': {
    answer: {
      room: { name: 'Tea', topic: 'Leaves, water and time', members: 2, history: 'all' },
      by: { id: 'ofqadqjwxtwragjb', handle: 'ana', displayName: 'Ana Weiss' },
      expiresAt: 1788350400000,
    },
  },
  'GET /rooms': {
    answer: {
      rooms: [
        {
          id: '2.h9bkwex52thczy',
          kind: 'direct',
          name: '',
          topic: '',
          members: [
            { user: '6411lf8j2soyxe57', role: 'member' },
            { user: 'ofqadqjwxtwragjb', role: 'member' },
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
          id: '7.e4gaffbk1mrzdu',
          kind: 'group',
          name: 'Tea',
          topic: 'Leaves and water',
          members: [
            { user: 'ofqadqjwxtwragjb', role: 'owner' },
            { user: '6411lf8j2soyxe57', role: 'member' },
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
        { id: '6411lf8j2soyxe57', handle: 'ben', displayName: 'BEN' },
        { id: 'ofqadqjwxtwragjb', handle: 'ana', displayName: 'Ana Weiss' },
      ],
    },
  },
  'GET /rooms/public': {
    answer: { rooms: [{ id: '7.e4gaffbk1mrzdu', name: 'Tea', topic: 'Leaves, water and time', members: 2 }] },
  },
  'GET /rooms/{room}': {
    answer: {
      room: {
        id: '7.e4gaffbk1mrzdu',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves and water',
        members: [
          { user: 'ofqadqjwxtwragjb', role: 'owner' },
          { user: '6411lf8j2soyxe57', role: 'member' },
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
        { id: 'ofqadqjwxtwragjb', handle: 'ana', displayName: 'Ana Weiss' },
        { id: '6411lf8j2soyxe57', handle: 'ben', displayName: 'BEN' },
      ],
      counts: { files: 0, links: 0, pins: 0 },
    },
  },
  'GET /rooms/{room}/bans': {
    answer: {
      bans: [
        { user: '6l9l7yuerhfxxsua', by: 'ofqadqjwxtwragjb', at: 1788264000000, reason: 'Sold kettles in every thread' },
      ],
      users: [
        { id: '6l9l7yuerhfxxsua', handle: 'cleo', displayName: 'CLEO' },
        { id: 'ofqadqjwxtwragjb', handle: 'ana', displayName: 'Ana Weiss' },
      ],
    },
  },
  'GET /rooms/{room}/invites': {
    answer: {
      invites: [
        {
          id: 'lGjJeXma__ymUJdczBBO5p8jo0eUcAd8Dd7Z04GYKuE',
          by: 'ofqadqjwxtwragjb',
          createdAt: 1788264000000,
          expiresAt: 1788350400000,
          uses: 5,
          used: 0,
        },
      ],
      users: [{ id: 'ofqadqjwxtwragjb', handle: 'ana', displayName: 'Ana Weiss' }],
    },
  },
  'GET /rooms/{room}/messages': {
    answer: {
      messages: [
        {
          id: '01m8c40g7cef8wsj3rj8jx405y',
          room: '7.e4gaffbk1mrzdu',
          seq: 12,
          version: 12,
          author: '6411lf8j2soyxe57',
          at: 1788264000000,
          text: 'The kettle is on.',
          format: 'plain',
          mentions: [],
          attachments: [],
          reactions: {},
        },
        {
          id: '01m8c40g7hx4b8j3vnsyhdhc3c',
          room: '7.e4gaffbk1mrzdu',
          seq: 13,
          version: 13,
          author: '6411lf8j2soyxe57',
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
            id: '01m8c40c00etrxrzw23gd2w63k',
            at: 1788264000000,
            kind: 'room.created',
            by: 'ofqadqjwxtwragjb',
            roomKind: 'group',
            name: 'Tea',
            topic: 'Leaves and water',
            members: [
              { user: 'ofqadqjwxtwragjb', role: 'owner' },
              { user: '6411lf8j2soyxe57', role: 'member' },
            ],
          },
        },
        {
          seq: 2,
          at: 1788264000000,
          event: {
            v: 1,
            id: '01m8c40cqkm1zj71xbbzhmgrp3',
            at: 1788264000000,
            kind: 'room.changed',
            by: 'ofqadqjwxtwragjb',
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
          { user: 'ofqadqjwxtwragjb', role: 'owner' },
          { user: '6411lf8j2soyxe57', role: 'member' },
        ],
      },
      hasMoreBefore: false,
      hasMoreAfter: false,
    },
  },
  'GET /rooms/{room}/reach': {
    answer: {
      users: [
        {
          user: 'ofqadqjwxtwragjb',
          reach: 'room',
          via: 'made',
          by: 'ofqadqjwxtwragjb',
          at: 1788264000000,
          devices: [],
        },
        {
          user: '6411lf8j2soyxe57',
          reach: 'room',
          via: 'made',
          by: 'ofqadqjwxtwragjb',
          at: 1788264000000,
          devices: [],
        },
      ],
      services: [
        { name: 'archive', why: 'Keeps what is said, so that it can be read later.' },
        { name: 'presence', why: 'Says in the room who is here. It reads no messages.' },
      ],
      people: [
        { id: 'ofqadqjwxtwragjb', handle: 'ana', displayName: 'Ana Weiss' },
        { id: '6411lf8j2soyxe57', handle: 'ben', displayName: 'BEN' },
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
          { user: 'ofqadqjwxtwragjb', role: 'owner' },
          { user: '6411lf8j2soyxe57', role: 'member' },
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
        id: '7.e4gaffbk1mrzdu',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves, water and time',
        members: [
          { user: 'ofqadqjwxtwragjb', role: 'owner' },
          { user: '6411lf8j2soyxe57', role: 'member' },
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
        { id: 'ofqadqjwxtwragjb', handle: 'ana', displayName: 'Ana Weiss' },
        { id: '6411lf8j2soyxe57', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /invites/{code}/join': {
    answer: {
      room: {
        id: '7.e4gaffbk1mrzdu',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves, water and time',
        members: [
          { user: 'ofqadqjwxtwragjb', role: 'owner' },
          { user: '6411lf8j2soyxe57', role: 'member' },
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
        { id: 'ofqadqjwxtwragjb', handle: 'ana', displayName: 'Ana Weiss' },
        { id: '6411lf8j2soyxe57', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /rooms': {
    request: { name: 'Tea', members: ['6411lf8j2soyxe57'], topic: 'Leaves and water' },
    answer: {
      room: {
        id: '7.e4gaffbk1mrzdu',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves and water',
        members: [
          { user: 'ofqadqjwxtwragjb', role: 'owner' },
          { user: '6411lf8j2soyxe57', role: 'member' },
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
        { id: 'ofqadqjwxtwragjb', handle: 'ana', displayName: 'Ana Weiss' },
        { id: '6411lf8j2soyxe57', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /rooms/{room}/invites': {
    request: { expiresInSec: 86400, uses: 5 },
    answer: {
      invite: {
        id: 'lGjJeXma__ymUJdczBBO5p8jo0eUcAd8Dd7Z04GYKuE',
        by: 'ofqadqjwxtwragjb',
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
        id: '7.e4gaffbk1mrzdu',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves, water and time',
        members: [
          { user: 'ofqadqjwxtwragjb', role: 'owner' },
          { user: '6411lf8j2soyxe57', role: 'member' },
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
        { id: 'ofqadqjwxtwragjb', handle: 'ana', displayName: 'Ana Weiss' },
        { id: '6411lf8j2soyxe57', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /rooms/{room}/owner': { request: { user: '6411lf8j2soyxe57' } },
  'PUT /rooms/{room}/avatar': { answer: { avatar: 'MqCNRSTSaWDOCUjo' } },
  'PUT /rooms/{room}/bans/{user}': { request: { reason: 'Sold kettles in every thread' } },
  'PUT /rooms/{room}/members/{user}': { request: { role: 'admin' } },
  'PUT /rooms/{room}/read': { request: { seq: 2 } },
}
