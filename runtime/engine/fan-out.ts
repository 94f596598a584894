import { isDeterministic } from '../../nodes/kit/deterministic.ts'
import { inputsOf, type Relation, type Scan, walkRelation } from '../../nodes/kit/relation.ts'
