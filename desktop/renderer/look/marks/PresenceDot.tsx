import styles from './PresenceDot.module.css'

/**
 * By shape, not by colour alone: full is here, a ring is away, a bar is busy. It is cut out of what it lies on, which
 * `--under` names.
 */
export function PresenceDot({ presence }: { readonly presence: 'here' | 'away' | 'busy' }) {
  return <span className={styles.dot} data-presence={presence} aria-hidden="true" />
}
