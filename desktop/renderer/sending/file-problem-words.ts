import type { AppError } from '../../../common/app-error.ts'
import { sentenceWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import { sizeWords } from '../look/wording/size-words.ts'

/** Why a file does not go, as a sentence that says the limit, where there is one, and what helps. */
export function fileProblemWords(say: Words, error: AppError): string {
  const size = (name: string) => {
    const bytes = error.more?.[name]
    return typeof bytes === 'number' ? sizeWords(bytes, say.locale) : undefined
  }
  const [limit, used] = [size('limitBytes'), size('usedBytes')]
  if (error.code === 'file-too-large' && limit !== undefined) return say('attach.too-large', { limit })
  if (error.code === 'quota-exceeded' && limit !== undefined && used !== undefined) {
    return say('attach.no-room', { limit, used })
  }
  if (error.code === 'image-unreadable') return say('attach.cannot-clean')
  if (error.code === 'network-unreachable') return say('attach.waits-for-connection')
  return sentenceWords(say, error)
}
