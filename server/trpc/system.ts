import { systemInfo } from '../store/system-info.ts'
import { procedure, router } from './init.ts'

export const systemRouter = router({
  info: procedure.query(({ ctx }) => systemInfo(ctx)),
})
