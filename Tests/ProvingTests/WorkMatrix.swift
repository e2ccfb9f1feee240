import Proving

/// The ways to do the same work: threads × batches × shared prefixes × early stops.
enum WorkMatrix {
    static let all: [ReceiptRun.Settings] = [1, 2].flatMap { threadCount in
        [1, 3, 16].flatMap { batchPromptCount in
            [false, true].flatMap { sharesPrefixes in
                [false, true].map { stopsEarly in
                    ReceiptRun.Settings(
                        threadCount: threadCount, batchPromptCount: batchPromptCount,
                        shortcuts: Shortcuts(
                            sharesPrefixes: sharesPrefixes, stopsEarly: stopsEarly))
                }
            }
        }
    }

    /// All of them, but for slow backends on large models, which take two: neither shortcut, and
    /// both.
    static func settings(of layerCount: Int, backend: String) -> [ReceiptRun.Settings] {
        let isFast = ["avx512-vnni", "avx2"].contains(backend)
        if layerCount <= 4 || isFast { return all }
        return [false, true].map { isShort in
            ReceiptRun.Settings(
                threadCount: 2, batchPromptCount: 16,
                shortcuts: Shortcuts(sharesPrefixes: isShort, stopsEarly: isShort))
        }
    }
}
