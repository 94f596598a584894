/** Whether SQLite's statement makes a full-text table over the rows of another table. */
export const isTextIndex = (sql: string): boolean =>
  /\busing\s+fts[45]\b/i.test(sql) && /\bcontent\s*=\s*["'`[]?\s*[^"'`\s)\]]/i.test(sql)
