import { errorWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import type { FileProblem } from './use-file-source.ts'

/** Why something that was sent is not shown, as a sentence. */
export function problemWords(say: Words, problem: FileProblem): string {
  return problem === 'unfit' ? say('media.unfit') : errorWords(say, problem)
}

/** Whether it may be there another time: what is gone, or nobody's to see, is not asked for again. */
export function mayComeBack(problem: FileProblem): boolean {
  return problem !== 'unfit' && problem.code !== 'file-unknown'
}
