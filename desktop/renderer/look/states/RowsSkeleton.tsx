import styles from './RowsSkeleton.module.css'

const widths = [64, 46, 78, 55, 40, 60]

/** Stands where rows will stand. Not at once: what comes within 300 ms needs no placeholder. */
export function RowsSkeleton({ label }: { readonly label: string }) {
  return (
    <div className={styles.rows} role="status" aria-label={label}>
      {widths.map((width) => (
        <div key={width} className={styles.row}>
          <i className={styles.picture} />
          <i className={styles.name} style={{ inlineSize: `${width}%` }} />
          <i className={styles.line} style={{ inlineSize: `${width / 2}%` }} />
        </div>
      ))}
    </div>
  )
}
