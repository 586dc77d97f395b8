// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const toolExamples = {
  'GET /bots': {
    answer: {
      bots: [
        {
          id: 'cjjc8f5cn9eql0qw',
          handle: 'teabot',
          displayName: 'Tea bot',
          bot: true,
          maker: 'k20hshdre5v3c0i0',
          createdAt: 1788264060000,
          keys: [],
        },
      ],
    },
  },
  'GET /files/{file}/info': {
    answer: {
      id: 'jawt5gew8xc850m4',
      room: '0.kxdi9wml000d2a',
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
        { id: '3xvqf8s3jkbf9vhy', name: 'Weather', bot: 'ysreg9sn989gsprs', by: 'f4mn0i9d5l38v2nc', at: 1788264060000 },
      ],
    },
  },
  'POST /bots': {
    request: { handle: 'teabot', displayName: 'Tea bot' },
    answer: {
      bot: {
        id: 'cjjc8f5cn9eql0qw',
        handle: 'teabot',
        displayName: 'Tea bot',
        bot: true,
        maker: 'k20hshdre5v3c0i0',
        createdAt: 1788264060000,
        keys: [],
      },
    },
  },
  'POST /bots/{bot}/credentials': {
    answer: {
      creds: '-----BEGIN NATS USER JWT-----\n(the file)\n',
      user: 'cjjc8f5cn9eql0qw',
      publicKey: 'UABRQHZWBJNNWTSBOACGN7HS6A2J2BXEVWRIPDZFM2XUMD7N7ZVJIJ76',
      expiresAt: 1790856060000,
      servers: ['wss://chat.example.org/nats'],
    },
  },
  'POST /bots/{bot}/credentials/nonce': { answer: { nonce: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' } },
  'POST /bots/{bot}/credentials/renew': {
    request: {
      publicKey: 'UABRQHZWBJNNWTSBOACGN7HS6A2J2BXEVWRIPDZFM2XUMD7N7ZVJIJ76',
      signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    },
    answer: { jwt: '(a JWT)', expiresAt: 1790856060000, servers: ['wss://chat.example.org/nats'] },
  },
  'POST /hooks/{token}': { request: { text: 'Rain from four.' } },
  'POST /previews': {
    request: { room: '0.kxdi9wml000d2a', url: 'http://tea.example/' },
    answer: { preview: { url: 'http://tea.example/', title: 'Tea' } },
  },
  'POST /rooms/{room}/webhooks': {
    request: { name: 'Weather' },
    answer: {
      id: '3xvqf8s3jkbf9vhy',
      name: 'Weather',
      bot: 'ysreg9sn989gsprs',
      by: 'f4mn0i9d5l38v2nc',
      at: 1788264060000,
      url: 'https://chat.example.org/api/v1/hooks/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    },
  },
  'POST /rooms/{room}/webhooks/{webhook}/rotate': {
    answer: { url: 'https://chat.example.org/api/v1/hooks/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' },
  },
}
