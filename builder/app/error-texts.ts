import { msg } from '@lingui/core/macro'
import type { Message } from '../../nodes/kit/message.ts'
import type { ErrorCode } from '../../runtime/error.ts'

interface ErrorText {
  readonly title: Message
  /** What to do about it. */
  readonly hint: Message
}

/** Failures of requests; the others come from the runtime. */
type RequestCode =
  | 'SERVER_UNREACHABLE'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'BAD_REQUEST'
  | 'PAYLOAD_TOO_LARGE'
  | 'INTERNAL_SERVER_ERROR'

const define = (title: Message, hint: Message): ErrorText => ({ title, hint })

const retry = msg({ message: 'Try again in a moment.' })
const settings = msg({ message: 'Check the settings of the connection, then test it.' })

/** Every failure in words, by code. A new code does not compile until it stands here. */
export const errorTexts: Readonly<Record<ErrorCode | RequestCode, ErrorText>> = {
  SERVER_UNREACHABLE: define(
    msg({ message: 'The server does not answer.' }),
    msg({ message: 'Check that it is running; the page goes on by itself when it is back.' }),
  ),
  NOT_FOUND: define(
    msg({ message: 'This does not exist, or no longer.' }),
    msg({ message: 'It may have been deleted. Go back to the list.' }),
  ),
  CONFLICT: define(
    msg({ message: 'This does not fit with what is stored now.' }),
    msg({ message: 'Reload the page and look at the newest state.' }),
  ),
  BAD_REQUEST: define(
    msg({ message: 'The server cannot accept this.' }),
    msg({ message: 'Correct what you entered.' }),
  ),
  PAYLOAD_TOO_LARGE: define(
    msg({ message: 'This is larger than the server accepts.' }),
    msg({ message: 'Choose something smaller, or raise the limit in its configuration.' }),
  ),
  INTERNAL_SERVER_ERROR: define(msg({ message: 'The server failed.' }), retry),

  CONNECTION_REFUSED: define(
    msg({ message: 'The system refused the connection.' }),
    msg({ message: 'Check host and port, and that the system is running.' }),
  ),
  HOST_NOT_FOUND: define(
    msg({ message: 'There is no host of this name.' }),
    msg({ message: 'Check the spelling of the host.' }),
  ),
  CONNECTION_TIMEOUT: define(
    msg({ message: 'The system did not answer in time.' }),
    msg({ message: 'Check host and port, and any firewall on the way.' }),
  ),
  CONNECTION_LOST: define(msg({ message: 'The connection broke off.' }), retry),
  TLS_FAILED: define(
    msg({ message: 'No secure connection came about.' }),
    msg({ message: 'Give the certificate of the authority that signed the system’s own.' }),
  ),
  LOGIN_FAILED: define(msg({ message: 'The system refused the login.' }), settings),
  DATABASE_NOT_FOUND: define(msg({ message: 'There is no database of this name.' }), settings),
  PRIVILEGE_MISSING: define(
    msg({ message: 'The user may not do this.' }),
    msg({ message: 'Ask the owner of the database for the missing right.' }),
  ),
  UNKNOWN_CONNECTION: define(
    msg({ message: 'There is no connection of this name.' }),
    msg({ message: 'Define it under Connections.' }),
  ),
  INVALID_CONNECTION: define(msg({ message: 'The connection is not complete.' }), settings),
  SECRET_UNREADABLE: define(
    msg({ message: 'A stored secret cannot be read.' }),
    msg({ message: 'Enter it again, or start the server with the key it was stored with.' }),
  ),
  FILE_NOT_FOUND: define(
    msg({ message: 'The file does not exist.' }),
    msg({ message: 'Check the path, or upload the file again.' }),
  ),
  FILE_UNREADABLE: define(
    msg({ message: 'The file cannot be read.' }),
    msg({ message: 'Check that it is complete and that the server may read it.' }),
  ),
  FILE_MALFORMED: define(
    msg({ message: 'The file does not have the expected form.' }),
    msg({ message: 'Look at the given line, or change the options of the source.' }),
  ),
  WRONG_ENCODING: define(
    msg({ message: 'The file is in another encoding.' }),
    msg({ message: 'Choose its encoding in the options of the source.' }),
  ),
  TABLE_NOT_FOUND: define(
    msg({ message: 'The table does not exist.' }),
    msg({ message: 'Choose another table, or check its schema.' }),
  ),
  COLUMN_NOT_FOUND: define(
    msg({ message: 'A column does not exist.' }),
    msg({ message: 'Read the columns of the source again and correct the nodes behind it.' }),
  ),
  QUERY_FAILED: define(
    msg({ message: 'The database refused a query.' }),
    msg({ message: 'Read its message below.' }),
  ),
  SCHEMA_DRIFT: define(
    msg({ message: 'The columns have changed since the pipeline was made.' }),
    msg({ message: 'Read them again and look at the nodes behind them.' }),
  ),
  SOURCE_CHANGED: define(
    msg({ message: 'The source has changed since the interrupted run.' }),
    msg({ message: 'Run the pipeline anew instead of resuming it.' }),
  ),
  TABLE_EXISTS: define(
    msg({ message: 'The target table exists already.' }),
    msg({ message: 'Choose another table or another way of writing.' }),
  ),
  TARGET_MISMATCH: define(
    msg({ message: 'The target table has other columns than the rows.' }),
    msg({ message: 'Map the columns to those of the target.' }),
  ),
  VALUE_DOES_NOT_FIT: define(
    msg({ message: 'A value does not fit its column.' }),
    msg({ message: 'Convert it, or catch such rows with a Validate node.' }),
  ),
  CONSTRAINT_VIOLATED: define(
    msg({ message: 'A row breaks a rule of the target.' }),
    msg({ message: 'Catch such rows with a Validate node before the sink.' }),
  ),
  TARGET_DISK_FULL: define(
    msg({ message: 'The disk of the target is full.' }),
    msg({ message: 'Make room, then resume the run.' }),
  ),
  LOCAL_INFILE_DISABLED: define(
    msg({ message: 'The server does not accept bulk data.' }),
    msg({ message: 'Switch on local_infile there.' }),
  ),
  LOAD_TAKEN_OVER: define(
    msg({ message: 'Another run has taken over this load.' }),
    msg({ message: 'Look at the newest run of the pipeline.' }),
  ),
  COUNT_MISMATCH: define(
    msg({ message: 'Not every row arrived; nothing was published.' }),
    msg({ message: 'Run again; if it stays so, report it with the run report.' }),
  ),
  MIGRATION_INCOMPLETE: define(
    msg({ message: 'Not everything of the database arrived.' }),
    msg({
      message: 'The report names each table and object; resume goes on with what is missing.',
    }),
  ),
  IDENTIFIER_REFUSED: define(
    msg({ message: 'A name cannot be used in this system.' }),
    msg({ message: 'Rename the column or table.' }),
  ),
  INVALID_PIPELINE: define(
    msg({ message: 'The pipeline has problems.' }),
    msg({ message: 'Open it and correct what is marked.' }),
  ),
  INVALID_USAGE: define(
    msg({ message: 'This cannot be done in this way.' }),
    msg({ message: 'Correct what you entered.' }),
  ),
  CONVERSION_FAILED: define(
    msg({ message: 'A value could not be converted.' }),
    msg({ message: 'Use try_cast, or catch such rows with a Validate node.' }),
  ),
  GATE_FAILED: define(
    msg({ message: 'A quality gate stopped the run; nothing was published.' }),
    msg({ message: 'Look at the gates and the rejected rows below.' }),
  ),
  TOO_MANY_REJECTS: define(
    msg({ message: 'More rows were rejected than the pipeline allows.' }),
    msg({ message: 'Look at the rejected rows below.' }),
  ),
  OUT_OF_MEMORY: define(
    msg({ message: 'The memory was not enough.' }),
    msg({ message: 'Give runs more memory, or sort and join fewer rows.' }),
  ),
  DISK_FULL: define(
    msg({ message: 'The disk of the server is full.' }),
    msg({ message: 'Make room, then resume the run.' }),
  ),
  CANCELLED: define(
    msg({ message: 'The run was cancelled.' }),
    msg({ message: 'Resume it to go on behind what has arrived.' }),
  ),
  SERVER_STOPPED: define(
    msg({ message: 'The server stopped while the run was going on.' }),
    msg({ message: 'Resume it to go on behind what has arrived.' }),
  ),
  WORKER_LOST: define(
    msg({ message: 'The process that carried out the run ended early.' }),
    msg({ message: 'Resume the run; give it more memory if this happens again.' }),
  ),
  INTERNAL: define(
    msg({ message: 'The program failed.' }),
    msg({ message: 'Please report it with the run report.' }),
  ),
}

export const isKnownError = (code: string): code is keyof typeof errorTexts =>
  Object.hasOwn(errorTexts, code)
