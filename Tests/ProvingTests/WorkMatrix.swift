import Proving
import Tensors
import TestSupport

/// The ways to do the same work: threads × batches × shared prefixes × early stops.
enum WorkMatrix {
    private static let all: [GoldenRun.Settings] = [1, 2].flatMap { threadCount in
        [1, 3, 16].flatMap { batchPromptCount in
            [false, true].flatMap { sharesPrefixes in
                [false, true].map { stopsEarly in
                    GoldenRun.Settings(
                        threadCount: threadCount, batchPromptCount: batchPromptCount,
                        shortcuts: Shortcuts(
                            sharesPrefixes: sharesPrefixes, stopsEarly: stopsEarly))
                }
            }
        }
    }

    /// Neither shortcut, and both.
    private static let pair = [false, true].map { isShort in
        GoldenRun.Settings(
            threadCount: 2, batchPromptCount: 16,
            shortcuts: Shortcuts(sharesPrefixes: isShort, stopsEarly: isShort))
    }

    /// All ways of small models on the machine's best backend, else a pair, and none of large
    /// models by the reference, which takes minutes for 100 proofs: other tests hold the products
    /// of each backend against its. In full, all ways on all backends, but for slow ones on large
    /// models.
    static func settings(of layerCount: Int, backend: String) -> [GoldenRun.Settings] {
        let isSmall = layerCount <= 4
        guard Thoroughness.isThorough else {
            if isSmall { return backend == Backends.usable[0].name ? all : pair }
            return backend == "reference" ? [] : pair
        }
        let isFast = ["avx512-vnni", "avx2"].contains(backend)
        return isSmall || isFast ? all : pair
    }
}
