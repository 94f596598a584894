/** Rows of a preview, at most; the builder says so above the table. */
export const previewRows = 1000

/** Rejected rows handed out at once. */
export const rejectRows = 1000
