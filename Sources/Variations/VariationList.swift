internal import Architectures
internal import Inference
internal import Proving
internal import Tensors

/// All variations that the laboratory knows.
///
/// Variations that cannot be run on this machine are listed as well, with the reason.
package struct VariationList: Sendable {
    /// The means of this machine and of its user.
    package struct Offer: Sendable {
        /// The name of the backend of the usual run.
        let backendName: String
        let layerCount: Int
        let promptCount: Int
        /// The number of threads of the usual run.
        let threadCount: Int
        /// Whether emulated processors are tried.
        let emulates: Bool
        /// Paths of other builds of the program, absolute.
        let programs: [String]
        /// The processor's architecture: x86_64, arm64.
        let architecture: String
        let locales: InstalledLocales

        package init(
            backendName: String, layerCount: Int, promptCount: Int, threadCount: Int,
            emulates: Bool, programs: [String], architecture: String,
            locales: InstalledLocales
        ) {
            self.threadCount = threadCount
            self.backendName = backendName
            self.layerCount = layerCount
            self.promptCount = promptCount
            self.emulates = emulates
            self.programs = programs
            self.architecture = architecture
            self.locales = locales
        }
    }

    let offer: Offer
    package var all: [Variation] = []

    package init(_ offer: Offer) {
        self.offer = offer
        all =
            backends + work + engine + memory + poisonedHeaps + surroundings + limits + openBLAS
            + builds + processors
    }

    /// The number of prompts of slow variations.
    static let fewPromptCount = 2

    var few: Int { min(Self.fewPromptCount, offer.promptCount) }

    // MARK: In this process

    func here(
        _ name: String, _ kind: Variation.Kind, _ made: String, promptCount: Int? = nil,
        _ change: (inout WorkHere) -> Void
    ) -> Variation {
        var work = WorkHere(threadCount: offer.threadCount)
        change(&work)
        return Variation(
            name, kind, made, promptCount: promptCount ?? offer.promptCount, .here(work))
    }

    private var backends: [Variation] {
        let others = Backends.names.filter { $0 != offer.backendName }.map { name in
            guard let backend = Backends.named(name) else {
                return Variation(
                    "backend-\(name)", .backend, "the backend \(name)", promptCount: 0,
                    .missing("this machine does not have it"))
            }
            let isSlow = name == Backends.reference.name
            return here(
                "backend-\(name)", .backend, "the backend \(name)",
                promptCount: isSlow ? few : nil
            ) { $0.backend = backend }
        }
        return others + [
            here(
                "backend-emulated-tiles", .backend, "amx-int8 with its tiles in plain C",
                promptCount: few
            ) { $0.backend = Backends.emulatedTiles }
        ]
    }

    private var work: [Variation] {
        [1, 2, 3, 7].map { count in
            let words = count == 1 ? "1 thread" : "\(count) threads"
            return here("threads-\(count)", .work, words) { $0.threadCount = count }
        }
            + [1, 2, 64].map { count in
                here("batch-\(count)", .work, "batches of \(count)") {
                    $0.batchPromptCount = count
                }
            } + [
                here("order-reversed", .work, "the last prompt first") { $0.order = .reversed },
                here("order-shuffled", .work, "the prompts shuffled, seed 1, 3 threads") {
                    $0.order = .drawn(seed: "1")
                    $0.threadCount = 3
                },
                here("order-interleaved", .work, "even prompts, then odd ones, batches of 3") {
                    $0.order = .interleaved
                    $0.batchPromptCount = 3
                },
                here("share-prefixes", .work, "common beginnings computed once") {
                    $0.shortcuts = Shortcuts(sharesPrefixes: true, stopsEarly: false)
                },
                // Batches of one, since a larger batch stops only where its last prompt does.
                here("stop-early", .work, "nothing computed that no proof reads, batches of 1") {
                    $0.shortcuts = Shortcuts(sharesPrefixes: false, stopsEarly: true)
                    $0.batchPromptCount = 1
                },
                here("share-and-stop", .work, "both, 2 threads, batches of 5") {
                    $0.shortcuts = Shortcuts(sharesPrefixes: true, stopsEarly: true)
                    $0.threadCount = 2
                    $0.batchPromptCount = 5
                },
            ]
    }

    private var engine: [Variation] {
        let middle = offer.layerCount / 2
        return [
            here("definition", .engine, "operation by operation, as the protocol defines them") {
                $0.form = .definition
            },
            here("untraced", .engine, "nobody looks on: proofs alone") { $0.isUntraced = true },
            here("untraced-stop-early", .engine, "the same with every shortcut, 2 threads") {
                $0.isUntraced = true
                $0.threadCount = 2
                $0.shortcuts = Shortcuts(sharesPrefixes: true, stopsEarly: true)
            },
            here("snapshot-embed", .engine, "gone on from the output of embed") {
                $0.start = Station("embed")
            },
            here("snapshot-layer", .engine, "gone on from h.\(middle).residual_mlp") {
                $0.start = Station("h.\(middle).residual_mlp")
            },
        ]
    }

    private var memory: [Variation] {
        let placements = [
            BufferPlacement(offsetByteCount: 4, fill: nil),
            BufferPlacement(offsetByteCount: 20, fill: 0xA5),
            BufferPlacement(offsetByteCount: 60, fill: 0x5A),
            BufferPlacement(offsetByteCount: 0, fill: 0xFF),
        ]
        return placements.map { placement in
            let fill = placement.fill.map { String($0, radix: 16) }
            let offset = placement.offsetByteCount
            let name =
                "buffers" + (offset > 0 ? "-off-\(offset)" : "") + (fill.map { "-\($0)" } ?? "")
            let made =
                "kernel buffers \(offset) bytes behind a cache line"
                + (fill.map { ", filled with 0x\($0)" } ?? "")
            guard let backend = Backends.placed(offer.backendName, placement) else {
                return Variation(
                    name, .memory, made, promptCount: 0,
                    .missing("\(offer.backendName) has no buffers of ours"))
            }
            return here(name, .memory, made) { $0.backend = backend }
        }
    }
}
