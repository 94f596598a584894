import type { ArrangeRequest } from './arrange.ts'
import { arrange } from './arrange.ts'

self.onmessage = ({ data }: MessageEvent<ArrangeRequest>) => self.postMessage(arrange(data))
