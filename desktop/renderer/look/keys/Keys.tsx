import styles from './Keys.module.css'

/** Keys as they are printed on a keyboard: `Ctrl K`. */
export function Keys({ children }: { readonly children: string }) {
  return <kbd className={styles.keys}>{children}</kbd>
}
