import type { ExportLanguage } from '../../common/http-contract/room-export-contract.ts'
import { english } from './english-export.ts'
import type { ExportWords } from './export-words.ts'
import { german } from './german-export.ts'

const tables: Readonly<Record<ExportLanguage, ExportWords>> = { en: english, de: german }

export function exportWords(language: ExportLanguage): ExportWords {
  return tables[language]
}
