import { ok } from '../../../common/result.ts'
import { type CommandHandlers, type ComposerCommand, draftKeyOf } from '../../engine-command.ts'
import type { TypingSigns } from '../sync/typing-signs.ts'
import type { DraftKeeper } from './draft-keeper.ts'

/** What happens at every key press. */
export function buildComposerHandlers({
  drafts,
  typing,
}: {
  readonly drafts: Pick<DraftKeeper, 'save'>
  readonly typing: Pick<TypingSigns, 'say'>
}): CommandHandlers<ComposerCommand> {
  return {
    'save-draft': async ({ room, thread, draft }) => {
      await drafts.save(draftKeyOf(room, thread), draft)
      return ok(null)
    },
    'say-typing': ({ room, typing: isTyping }) => {
      typing.say(room, isTyping)
      return ok(null)
    },
  }
}
