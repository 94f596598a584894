import { startWorker } from '../../runtime/hosts/worker/client.ts'
import type { RunEvent } from '../../runtime/report.ts'
import type { RunRow } from '../db/models/run.ts'
import type { Scope } from '../scope.ts'
import { requestIn } from '../store/engine-request.ts'
import { runDir } from '../store/folders.ts'
import type { RunProcess } from './run-queue.ts'

/** Starts a run in a worker process of its own, with its connections opened up. */
export async function launchRun(
  scope: Omit<Scope, 'jobs'>,
  run: RunRow,
  emit: (event: RunEvent) => void,
): Promise<RunProcess> {
  const [pipeline, parameters] = [JSON.parse(run.document), JSON.parse(run.parameters)]
  const request = await requestIn(scope, run.folder, pipeline, parameters)
  const stop = new AbortController()
  const worker = startWorker()
  const options = { runId: run.id, runDir: runDir(scope, run.id), resume: run.resume }
  const done = worker
    .request<'run'>(
      { ...request, kind: 'run', run: options },
      { signal: stop.signal, onEvent: emit },
    )
    .finally(() => {
      worker.kill()
      // The run may have made or changed the tables that a canvas shows the columns of.
      scope.schemaCache.forget(scope.tenantId)
    })
  return { done, cancel: () => stop.abort() }
}
