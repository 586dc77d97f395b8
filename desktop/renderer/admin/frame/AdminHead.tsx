import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../look/buttons/IconButton.tsx'
import styles from './AdminHead.module.css'

type AdminHeadProps = {
  readonly title: string
  /** From the page of one thing to the list that it stands in. */
  readonly back?: { readonly label: string; readonly onBack: () => void }
  readonly picture?: ReactNode
  /** Beside the title: a search, what can be made. */
  readonly children?: ReactNode
}

/** The head of every page of the console. Its title takes the focus of whoever comes by keyboard. */
export function AdminHead({ title, back, picture, children }: AdminHeadProps) {
  return (
    <header className={styles.head}>
      {back !== undefined && (
        <IconButton label={back.label} className={styles.back} onClick={back.onBack}>
          <ArrowLeft />
        </IconButton>
      )}
      {picture}
      <h1 tabIndex={-1} dir="auto">
        {title}
      </h1>
      {children !== undefined && <div className={styles.beside}>{children}</div>}
    </header>
  )
}
