import { MigrateError } from '../error.ts'

/**
 * The output of a reader ended before its rows did. Its cause says that of the two ends
 * of a copy the other one failed first, and knows why.
 */
export const closedOutput = (): MigrateError =>
  new MigrateError('INTERNAL', 'The output of a reader closed too early.', {
    cause: Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' }),
  })
