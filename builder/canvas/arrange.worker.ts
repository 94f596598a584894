import { type ArrangeRequest, arrange } from './arrange.ts'

self.onmessage = ({ data }: MessageEvent<ArrangeRequest>) => self.postMessage(arrange(data))
