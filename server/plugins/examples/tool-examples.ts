// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const toolExamples = {
  'GET /bots': {
    answer: {
      bots: [
        {
          id: 'nobiev84wou55fox',
          handle: 'teabot',
          displayName: 'Tea bot',
          bot: true,
          maker: 'ds9imrfq9kwnl9en',
          createdAt: 1788264000000,
          keys: [],
        },
      ],
    },
  },
  'GET /files/{file}/info': {
    answer: {
      id: 'kkoug9hatejoh7da',
      room: '7.e4gaffbk1mrzdu',
      name: 'leaf.png',
      mediaType: 'image/png',
      sizeBytes: 94,
      sha256: 'd64d22f36ea1a02007ee0b0425215842d73b6f12c3f8eadd107b12ad2451034f',
      width: 9,
      height: 9,
      thumbhash: 'FQYBBwBOmHYfi5bQdOmiJ1w85PQBTh8A',
    },
  },
  'GET /rooms/{room}/webhooks': {
    answer: {
      webhooks: [
        { id: '3echqqu586stifv9', name: 'Weather', bot: 'h89vml8hafrjcq96', by: 'ofqadqjwxtwragjb', at: 1788264000000 },
      ],
    },
  },
  'GET /search': {
    answer: {
      hits: [
        {
          message: {
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
          snippet: [
            { text: 'The ', hit: false },
            { text: 'kettle', hit: true },
            { text: ' is on.', hit: false },
          ],
        },
      ],
      complete: true,
    },
  },
  'GET /threads': {
    answer: {
      threads: [
        {
          room: '7.e4gaffbk1mrzdu',
          thread: '01m8c40g7cef8wsj3rj8jx405y',
          message: {
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
          answers: { count: 0, lastAt: 0, by: [] },
          unread: 0,
          readSeq: 13,
          lastSeq: 0,
        },
      ],
    },
  },
  'POST /bots': {
    request: { handle: 'teabot', displayName: 'Tea bot' },
    answer: {
      bot: {
        id: 'nobiev84wou55fox',
        handle: 'teabot',
        displayName: 'Tea bot',
        bot: true,
        maker: 'ds9imrfq9kwnl9en',
        createdAt: 1788264000000,
        keys: [],
      },
    },
  },
  'POST /bots/{bot}/credentials': {
    answer: {
      creds: '-----BEGIN NATS USER JWT-----\n(the file)\n',
      user: 'nobiev84wou55fox',
      publicKey: 'UBTNF5W4Z3E6UVB5PZCTVGX567WIYK4XUMT6MVYAC47TE7OZ6QB5GC36',
      expiresAt: 1790856000000,
      servers: ['wss://chat.example.org/nats'],
    },
  },
  'POST /bots/{bot}/credentials/nonce': { answer: { nonce: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' } },
  'POST /bots/{bot}/credentials/renew': {
    request: {
      publicKey: 'UBTNF5W4Z3E6UVB5PZCTVGX567WIYK4XUMT6MVYAC47TE7OZ6QB5GC36',
      signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    },
    answer: { jwt: '(a JWT)', expiresAt: 1790856000000, servers: ['wss://chat.example.org/nats'] },
  },
  'POST /hooks/{token}': { request: { text: 'Rain from four.' } },
  'POST /previews': {
    request: { room: '7.e4gaffbk1mrzdu', url: 'http://tea.example/' },
    answer: { preview: { url: 'http://tea.example/', title: 'Tea' } },
  },
  'POST /rooms/{room}/webhooks': {
    request: { name: 'Weather' },
    answer: {
      id: '3echqqu586stifv9',
      name: 'Weather',
      bot: 'h89vml8hafrjcq96',
      by: 'ofqadqjwxtwragjb',
      at: 1788264000000,
      url: 'https://chat.example.org/api/v1/hooks/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    },
  },
  'POST /rooms/{room}/webhooks/{webhook}/rotate': {
    answer: { url: 'https://chat.example.org/api/v1/hooks/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' },
  },
}
