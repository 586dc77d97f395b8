import { memo, type ReactNode, useMemo, useState } from 'react'
import { parseText } from '../../text/parse-text.ts'
import { directionOfTree } from '../../text/text-direction.ts'
import type { TextTree } from '../../text/text-tree.ts'
import { cutTree } from '../../text/tree-cut.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './MessageText.module.css'
import { TextBlocks } from './TextBlocks.tsx'
import { TextInlines } from './TextInlines.tsx'
import type { TextMessage } from './text-message.ts'

// A screen is a few thousand characters high. What is longer opens in steps, so that no message, however it is made,
// keeps the page from answering: the parts of a step are laid out in one go.
const firstStep = { characters: 4_000, parts: 400 }
const stepsFactor = 5

/**
 * Draws text as text: whatever people type becomes React text nodes, never HTML.
 * `tail` is what stands behind the last word (that it was edited, its state); it gets no line of its own if it can.
 */
export const MessageText = memo(function MessageText({
  message,
  tail,
}: {
  readonly message: TextMessage
  readonly tail?: ReactNode
}) {
  const say = useWords()
  const tree = useMemo(() => parseText(message.text, message.format), [message.text, message.format])
  const [steps, setSteps] = useState(0)
  const room = stepsFactor ** steps
  const shown = useMemo(
    () => cutTree(tree, { characters: firstStep.characters * room, parts: firstStep.parts * room }),
    [tree, room],
  )
  const only = onlyParagraph(shown)
  const dir = directionOfTree(shown) ?? 'auto'
  if (only !== undefined && shown === tree) {
    return (
      <>
        <span className={styles.text} dir={dir} data-words>
          <TextInlines parts={only.children} message={message} />
        </span>
        {tail}
      </>
    )
  }
  const more = shown !== tree && (
    <button type="button" className={styles.more} onClick={() => setSteps(steps + 1)}>
      {say('message.show-more')}
    </button>
  )
  return (
    <>
      <div className={styles.text} dir={dir} data-words>
        <TextBlocks blocks={shown} message={message} tail={shown === tree ? tail : undefined} />
      </div>
      {more}
      {shown !== tree && tail}
    </>
  )
})

function onlyParagraph(tree: TextTree) {
  const [first] = tree
  return tree.length === 1 && first?.kind === 'paragraph' ? first : undefined
}
