import type { S3Settings } from '../files-settings.ts'
import { createTestFolder } from './test-server.ts'

/** A server that speaks S3 and keeps a folder: `@20minutes/s3rver`. It checks signatures. */
export async function startTestS3(): Promise<{ readonly settings: S3Settings; readonly stop: () => Promise<void> }> {
  // @ts-expect-error it brings no types along
  const { default: S3rver } = (await import('@20minutes/s3rver')) as { default: NewS3rver }
  const folder = createTestFolder()
  const bucket = 'natter-test'
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: folder.path,
    configureBuckets: [{ name: bucket, configs: [] }],
  })
  const { port } = await server.run()
  return {
    settings: {
      bucket,
      prefix: 'team/',
      region: 'us-east-1',
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
      endpoint: `http://127.0.0.1:${port}`,
    },
    stop: async () => {
      await server.close()
      folder.remove()
    },
  }
}

type NewS3rver = new (
  options: object,
) => {
  readonly run: () => Promise<{ readonly port: number }>
  readonly close: () => Promise<void>
}
