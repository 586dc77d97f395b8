import styles from './AdminTag.module.css'

type AdminTagProps = {
  readonly children: string
  /** It wants to be seen. */
  readonly isAlert?: boolean
}

/** A word about the state of a row. */
export function AdminTag({ children, isAlert = false }: AdminTagProps) {
  return (
    <span className={styles.tag} data-alert={isAlert}>
      {children}
    </span>
  )
}
