import { z } from 'zod'
import { wholeNumberQuery } from './query-contract.ts'

const exportFormats = ['json', 'markdown', 'html'] as const
export type ExportFormat = (typeof exportFormats)[number]
const exportLanguages = ['en', 'de'] as const
export type ExportLanguage = (typeof exportLanguages)[number]

const timeQuery = wholeNumberQuery(0, 8.64e15)
/** What was said at `after` or later, and before `before`, by the server's time in ms. */
export const exportSpanQuerySchema = z.strictObject({ after: timeQuery.optional(), before: timeQuery.optional() })
export const exportQuerySchema = exportSpanQuerySchema.extend({
  format: z.enum(exportFormats),
  /** Whether what was attached comes along. */
  files: z.enum(['0', '1']).prefault('1'),
  /** Of the sentences in it. */
  lang: z.enum(exportLanguages).prefault('en'),
})
export type ExportQuery = z.output<typeof exportQuerySchema>

/** Of what the caller may see. `bytes`: of the files alone. */
export const exportSizeSchema = z.object({ files: z.int(), bytes: z.int() })
export type ExportSize = z.output<typeof exportSizeSchema>
