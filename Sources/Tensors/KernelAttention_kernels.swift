internal import CKernels

/// Attention by the C kernels of one variant.
extension KernelElements {
    /// Everything that a ``ck_attention`` points to, alive as long as this is.
    @safe private final class Room {
        let keys: AlignedBuffer<Int32>
        let values: AlignedBuffer<Int32>
        let output: AlignedBuffer<Int32>
        let rows: AlignedBuffer<Int32>
        let rowScores: AlignedBuffer<Int64>?
        /// A strip of scores and one of probabilities for each worker.
        let scores: AlignedBuffer<Int64>
        let probabilities: AlignedBuffer<Int32>
        let longest: Int
        /// Chains of nodes that are computed by tiles, and all other nodes with an output.
        let chains: [Range<Int>]
        let others: [Range<Int>]
        /// Room for the longest chain, for each worker.
        let chainRooms: AlignedBuffer<Int64>
        let chainRoomCount: Int

        init(_ job: AttentionJob, workerCount: Int, _ table: KernelTable) {
            let placement = table.placement
            let keyWidth = job.layout.keyValueHeadCount * job.layout.headWidth
            keys = AlignedBuffer(unwrittenCount: job.qkv.rows * keyWidth, placement)
            values = AlignedBuffer(unwrittenCount: job.qkv.rows * keyWidth, placement)
            output = AlignedBuffer(unwrittenCount: job.fullNodeCount * job.width, placement)
            rows = AlignedBuffer(zeroCount: job.rowElementCount, placement)
            rowScores =
                job.keepsScores ? AlignedBuffer(zeroCount: job.rowElementCount, placement) : nil
            // 16 apart, so that no two workers write to one cache line.
            longest = ((job.paths.counts.max() ?? 0) + 15) / 16 * 16
            scores = AlignedBuffer(unwrittenCount: longest * workerCount, placement)
            probabilities = AlignedBuffer(unwrittenCount: longest * workerCount, placement)
            let chainRoom = unsafe table.kernels.pointee.chain_room
            let isChained = chainRoom != nil
            chains = job.paths.chains.filter {
                isChained && $0.upperBound <= job.fullNodeCount
                    && $0.count >= KernelElements.chainNodeCountMin
            }
            others = Self.gaps(between: chains, before: job.fullNodeCount)
            let longestChain = chains.map(\.count).max() ?? 0
            let bytes = longestChain == 0 ? 0 : chainRoom!(longestChain, job.layout.headWidth)
            chainRoomCount = (bytes + 63) / 64 * 8
            chainRooms = AlignedBuffer(unwrittenCount: chainRoomCount * workerCount, placement)
        }

        private static func gaps(between chains: [Range<Int>], before end: Int) -> [Range<Int>] {
            var gaps: [Range<Int>] = []
            var next = 0
            for chain in chains + [end..<end] {
                if next < chain.lowerBound { gaps.append(next..<chain.lowerBound) }
                next = chain.upperBound
            }
            return gaps
        }
    }

    func attention(_ job: AttentionJob, workers: Workers) -> AttentionResult {
        let room = Room(job, workerCount: workers.count, table)
        let offsets = job.rowOffsets
        var seen = [ck_attention_range](repeating: ck_attention_range(), count: workers.count)
        unsafe job.qkv.elements.withUnsafeBufferPointer { qkv in
            unsafe job.paths.nodes.withUnsafeBufferPointer { nodes in
                unsafe job.paths.starts.withUnsafeBufferPointer { starts in
                    unsafe job.paths.counts.withUnsafeBufferPointer { counts in
                        unsafe offsets.withUnsafeBufferPointer { offsets in
                            guard !qkv.isEmpty else { return }
                            let layout = job.layout
                            let raw = unsafe ck_attention(
                                qkv: qkv.baseAddress!, row_stride: layout.columnCount,
                                key_start: layout.keys(0).lowerBound,
                                value_start: layout.values(0).lowerBound,
                                head_width: layout.headWidth,
                                group_head_count: layout.groupHeadCount, keys: room.keys.start,
                                values: room.values.start, output: room.output.start,
                                paths: nodes.baseAddress!, path_start: starts.baseAddress!,
                                path_count: counts.baseAddress!,
                                row_offset: offsets.baseAddress!, rows: room.rows.start,
                                row_scores: room.rowScores?.start, node_count: job.qkv.rows,
                                C: job.width, is_row_only: 0)
                            unsafe run(raw, job, room, &seen, workers)
                        }
                    }
                }
            }
        }
        var result = AttentionResult(
            multiplyAddCount: job.multiplyAddCount,
            output: ActivationMatrix(
                rows: job.fullNodeCount, columns: job.width,
                elements: room.output.array),
            rows: room.rows.array, rowScores: room.rowScores?.array ?? [], rowOffsets: offsets,
            counts: job.paths.counts)
        for range in seen { result.range.merge(AttentionRange(range)) }
        return result
    }

    /// Shorter chains are as fast node by node.
    private static let chainNodeCountMin = 64

    /// Each worker takes whole heads. Keys and values of heads that share them are made before;
    /// those of a single head just before it reads them.
    private func run(
        _ raw: ck_attention, _ job: AttentionJob, _ room: Room,
        _ seen: inout [ck_attention_range], _ workers: Workers
    ) {
        let (table, longest) = (table, room.longest)
        let (fullNodeCount, readHeads) = (job.fullNodeCount, job.readHeads)
        let isGrouped = job.layout.groupHeadCount > 1
        unsafe seen.withUnsafeMutableBufferPointer { seen in
            let shared = unsafe Shared((raw, room, seen))
            if isGrouped {
                workers.split(job.layout.keyValueHeadCount) { part, range in
                    var raw = unsafe shared.value.0
                    let seen = unsafe shared.value.2
                    for group in range {
                        unsafe table.kernels.pointee.attention_operands(&raw, group, &seen[part])
                    }
                }
            }
            workers.split(job.headCount) { part, range in
                var raw = unsafe shared.value.0
                let (room, seen) = unsafe (shared.value.1, shared.value.2)
                let scores = unsafe room.scores.start + part * longest
                let probabilities = unsafe room.probabilities.start + part * longest
                let chainRoom = unsafe room.chainRooms.start + part * room.chainRoomCount
                for head in range {
                    unsafe raw.is_row_only = 0
                    if !isGrouped {
                        unsafe table.kernels.pointee.attention_operands(&raw, head, &seen[part])
                    }
                    for chain in room.chains {
                        unsafe table.kernels.pointee.attention_chain!(
                            &raw, head, chain.lowerBound, chain.count, chainRoom, &seen[part])
                    }
                    for nodes in room.others {
                        unsafe table.kernels.pointee.attention(
                            &raw, head, nodes.lowerBound, nodes.upperBound, scores,
                            probabilities, &seen[part])
                    }
                    guard readHeads.contains(head) else { continue }
                    unsafe raw.is_row_only = 1
                    unsafe table.kernels.pointee.attention(
                        &raw, head, fullNodeCount, raw.node_count, scores, probabilities,
                        &seen[part])
                }
            }
        }
    }
}

extension AlignedBuffer {
    fileprivate var array: [Element] {
        unsafe Array(UnsafeBufferPointer(start: start, count: count))
    }
}

extension AttentionRange {
    fileprivate init(_ seen: ck_attention_range) {
        self.init()
        query = ClampCount(seen.query, bound: FixedPoint.queryKeyClamp)
        key = ClampCount(seen.key, bound: FixedPoint.queryKeyClamp)
        value = ClampCount(seen.value, bound: FixedPoint.activationClamp)
        scoreMagnitudeMax = seen.score_magnitude
        outputMagnitudeMax = seen.output_magnitude
    }
}
