import { join } from 'node:path'
import { z } from 'zod'
import { wholeNumber } from './setting-schemas.ts'

export type S3Settings = {
  readonly bucket: string
  /** Before each key, with `/` at its end, or empty. */
  readonly prefix: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  /** Of whoever is not Amazon: the bucket is then a part of the path. */
  readonly endpoint?: string
}

/** Where the bytes of files go: a folder, or S3 and what speaks it. */
export type FilesPlace = { readonly kind: 'folder'; readonly folder: string } | ({ readonly kind: 's3' } & S3Settings)

export type FileLimits = {
  /** Of one file. */
  readonly fileBytes: number
  /** Of all files of one person, those under way too. */
  readonly userBytes: number
}

const bytes = (preset: number) => wholeNumber(preset, 1, 2 ** 49, 'a number of bytes')

export const filesSchemas = {
  NATTER_FILE_MAX_BYTES: bytes(100 * 2 ** 20),
  NATTER_FILES_PER_USER_BYTES: bytes(5 * 2 ** 30),
  NATTER_FILES_URL: z
    .string()
    .regex(
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w.-]+)*\/?$/,
      'is no storage; it looks like s3://bucket/prefix',
    )
    .optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_REGION: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'is no region; it looks like eu-central-1')
    .default('us-east-1'),
  AWS_ENDPOINT_URL: z
    .string()
    .regex(/^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/, 'is no address; it looks like https://minio.example.org')
    .optional(),
}

type Parsed = z.output<z.ZodObject<typeof filesSchemas>>

/** What one variable cannot say by itself. */
export function listFilesFaults(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (given.NATTER_FILES_URL === undefined) return []
  return ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']
    .filter((name) => given[name] === undefined)
    .map((name) => `${name} is not set; NATTER_FILES_URL needs it.`)
}

export function readFilesPlace(parsed: Parsed, dataDir: string): FilesPlace {
  const { NATTER_FILES_URL: url, AWS_SESSION_TOKEN: sessionToken, AWS_ENDPOINT_URL: endpoint } = parsed
  if (url === undefined) return { kind: 'folder', folder: join(dataDir, 'files') }
  const [bucket = '', ...rest] = url.slice('s3://'.length).replace(/\/+$/, '').split('/')
  return {
    kind: 's3',
    bucket,
    prefix: rest.length === 0 ? '' : `${rest.join('/')}/`,
    region: parsed.AWS_REGION,
    accessKeyId: parsed.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: parsed.AWS_SECRET_ACCESS_KEY ?? '',
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(endpoint === undefined ? {} : { endpoint }),
  }
}

export function readFileLimits(parsed: Parsed): FileLimits {
  return { fileBytes: parsed.NATTER_FILE_MAX_BYTES, userBytes: parsed.NATTER_FILES_PER_USER_BYTES }
}
