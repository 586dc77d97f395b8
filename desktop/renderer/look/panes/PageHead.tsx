import { ArrowLeft, X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { useWords } from '../../state/language-choice.ts'
import { IconButton } from '../buttons/IconButton.tsx'
import page from './Page.module.css'
import styles from './PageHead.module.css'

/**
 * The head of a page in place of a room: what it is called, what can be done there, and the way out of it. On a phone that is
 * an arrow before its name. `heading`: takes the focus of whoever comes by keyboard.
 */
export function PageHead(props: {
  readonly title: string
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly onBack: () => void
  readonly onClose?: () => void
  readonly children?: ReactNode
}) {
  const say = useWords()
  return (
    <header className={`${page.head} ${styles.head}`}>
      <IconButton label={say('conversation.back')} className={styles.back} onClick={props.onBack}>
        <ArrowLeft />
      </IconButton>
      <h1 ref={props.heading} tabIndex={-1}>
        {props.title}
      </h1>
      {props.children}
      {props.onClose !== undefined && (
        <IconButton label={say('look.close')} className={styles.close} onClick={props.onClose}>
          <X />
        </IconButton>
      )}
    </header>
  )
}
