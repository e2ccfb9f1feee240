internal import TestSupport

/// One state of a folder that a power loss could leave.
public struct CrashImage: Sendable, CustomStringConvertible {
    /// How many operations of the log came before the power loss.
    public let position: Int
    public let powerLoss: PowerLoss
    /// The application's last mark before it, and the first one after it.
    public let lastMark: Int?
    public let nextMark: Int?
    public let content: FolderContent

    public var description: String {
        "power lost after operation \(position), \(powerLoss); last mark \(lastMark ?? 0)"
    }

    /// Puts the image, and nothing else, into a folder.
    public func write(to folder: String) throws {
        try content.write(to: folder)
    }
}

/// The states that power losses could leave, at every point of a log.
///
/// All kinds of losses are tried just before each sync, when most is at stake, and at the end; a
/// few of them after each mark and between writes. The same log, seed and options give the same
/// images.
public struct CrashImages: Sequence, Sendable {
    public struct Options: Sendable {
        /// How often each kind of loss that draws lots is tried at a sync.
        public var seededCount: Int
        /// Of the points that are neither syncs nor marks, every how manieth is tried; 0: none.
        public var stride: Int

        public init(seededCount: Int = 2, stride: Int = 1) {
            self.seededCount = seededCount
            self.stride = stride
        }
    }

    private let start: FolderContent
    private let log: [Operation]
    private let seed: UInt64
    private let options: Options

    public init(
        start: FolderContent, log: [Operation], seed: UInt64, options: Options = Options()
    ) {
        self.start = start
        self.log = log
        self.seed = seed
        self.options = options
    }

    public func makeIterator() -> Iterator {
        Iterator(start: start, log: log, seed: seed, options: options)
    }

    public struct Iterator: IteratorProtocol {
        private let log: [Operation]
        private let seed: UInt64
        private let options: Options
        private var disk: Disk
        private var position = 0
        private var lastMark: Int?
        private var waiting: [CrashImage] = []

        init(start: FolderContent, log: [Operation], seed: UInt64, options: Options) {
            self.log = log
            self.seed = seed
            self.options = options
            disk = Disk(start)
        }

        public mutating func next() -> CrashImage? {
            while waiting.isEmpty, position <= log.count {
                waiting = images().reversed()
                if position < log.count {
                    disk.apply(log[position], at: position)
                    lastMark = log[position].label ?? lastMark
                }
                position += 1
            }
            return waiting.popLast()
        }

        private func images() -> [CrashImage] {
            var generator = SeededGenerator(
                seed: seed &+ UInt64(position) &* 0xD134_2543_DE82_EF95)
            let nextMark = log[position...].lazy.compactMap(\.label).first
            var seen: [PowerLoss.Selection] = []
            return losses(using: &generator).compactMap { loss in
                let selection = loss.selection(of: disk, using: &generator)
                guard !seen.contains(selection) else { return nil }
                seen.append(selection)
                return CrashImage(
                    position: position, powerLoss: loss, lastMark: lastMark, nextMark: nextMark,
                    content: disk.folder(changes: selection.changes, names: selection.names))
            }
        }

        private func losses(using generator: inout SeededGenerator) -> [PowerLoss] {
            if position == log.count { return allLosses }
            switch log[position].action {
            case .sync, .failedSync:
                return allLosses
            default:
                if position > 0, log[position - 1].label != nil { return [.dropped, .kept] }
                guard options.stride > 0, position % options.stride == 0 else { return [] }
                let seeded = PowerLoss.allCases.filter(\.isSeeded)
                return [.kept] + [seeded.randomElement(using: &generator)].compactMap(\.self)
            }
        }

        private var allLosses: [PowerLoss] {
            guard disk.hasPending else { return [.dropped] }
            return PowerLoss.allCases.flatMap { loss in
                Array(repeating: loss, count: loss.isSeeded ? options.seededCount : 1)
            }
        }
    }
}
